/** What the functions that look at addresses answer with. */
export interface AddressFacts {
  /** The host that is asked about, lower case. */
  readonly host: string;
  /** What it resolves to on this machine, IPv4; empty where there is no such name, null where that can't be told. */
  readonly addresses: readonly string[] | null;
  readonly ownAddress: string;
}

/** Where the sandbox keeps the names that were asked for and not answered. */
export const unansweredNames = "__unansweredNames";

/**
 * The functions of a PAC that look at addresses. They ask nobody: only the host in question is known, and every other
 * name is kept as not answered. Its text is evaluated inside the sandbox: it may name nothing but what it declares and
 * is handed.
 */
export function installAddressFunctions(global: Record<string, unknown>, facts: AddressFacts, kept: string): void {
  const unanswered: string[] = [];
  Object.defineProperty(global, kept, { value: unanswered });

  const numberOf = (address: string): number => address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const isAddress = (text: unknown): text is string =>
    typeof text === "string" && /^(\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split(".").every((n) => Number(n) < 256);
  const addressesOf = (host: unknown): readonly string[] => {
    const name = String(host).toLowerCase().replace(/\.$/, "");
    if (isAddress(host)) return [host];
    if (name === "localhost") return ["127.0.0.1"];
    if (name === facts.host && facts.addresses !== null) return facts.addresses;
    if (!unanswered.includes(name)) unanswered.push(name);
    return [];
  };
  const isIn = (address: string, range: string, mask: number): boolean =>
    ((numberOf(address) & mask) | 0) === ((numberOf(range) & mask) | 0);

  global.dnsResolve = (host: unknown): string | null => addressesOf(host)[0] ?? null;
  global.dnsResolveEx = (host: unknown): string => addressesOf(host).join(";");
  global.isResolvable = (host: unknown): boolean => addressesOf(host).length > 0;
  global.isResolvableEx = global.isResolvable;
  global.isInNet = (host: unknown, range: unknown, mask: unknown): boolean => {
    if (!isAddress(range) || !isAddress(mask)) return false;
    const [address] = addressesOf(host);
    return address !== undefined && isIn(address, range, numberOf(mask) | 0);
  };
  global.isInNetEx = (address: unknown, prefix: unknown): boolean => {
    const [range, bits] = String(prefix).split("/");
    if (!isAddress(address) || !isAddress(range) || !/^\d+$/.test(bits ?? "") || Number(bits) > 32) return false;
    return isIn(address, range, Number(bits) === 0 ? 0 : (-1 << (32 - Number(bits))) | 0);
  };
  global.convert_addr = (address: string): number => numberOf(address) | 0;
  global.myIpAddress = (): string => facts.ownAddress;
  global.myIpAddressEx = global.myIpAddress;
  global.sortIpAddressList = (list: string): string => list;
}
