/** IPv4 addresses from the first to the last one, as numbers below 2^32. */
export interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/** What an address or a CIDR range stands for, whatever host bits it carries; undefined for anything else. */
export function parseRange(text: string): AddressRange | undefined {
  const [, base = "", bits = "32"] = /^([\d.]+)(?:\/(\d{1,2}))?$/.exec(text.trim()) ?? [];
  const address = parseAddress(base);
  if (address === undefined || Number(bits) > 32) return undefined;
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1 };
}

/** True where every address of the range is in one of the others, however they are cut. */
export function isCovered(range: AddressRange, by: readonly AddressRange[]): boolean {
  const sorted = by.toSorted((a, b) => a.first - b.first);
  let next = range.first;
  for (const one of sorted) if (one.first <= next) next = Math.max(next, one.last + 1);
  return next > range.last;
}

/** True where they have an address in common. */
export function overlaps(a: AddressRange, b: AddressRange): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** RFC 1918, and what else never arrives over the internet: carriers' shared addresses, link-local, loopback. */
const neverPublic = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8"];

/** True where no service can see any of its addresses on its public endpoint. */
export function isPrivateRange(range: AddressRange): boolean {
  return neverPublic.some((text) => {
    const block = parseRange(text);
    return block !== undefined && isCovered(range, [block]);
  });
}

/** The range as CIDR, or a single address; it must be one that `parseRange` gave. */
export function writeRange({ first, last }: AddressRange): string {
  const size = last - first + 1;
  return size === 1 ? writeAddress(first) : `${writeAddress(first)}/${32 - Math.log2(size)}`;
}

function parseAddress(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

export function writeAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
