/** DNS servers as text: "10.0.0.4", "fd00::4", "127.0.0.1:5353", "[fd00::4]:5353". */

/** Where a DNS server is asked. */
export interface ServerPlace {
  readonly address: string;
  /** 53 where the text names none. */
  readonly port: number;
}

const dnsPort = 53;

/** Undefined for what is no address: the name of a server says nothing certain about where it is. */
export function readServer(text: string): ServerPlace | undefined {
  const [, inBrackets, withPort, port = String(dnsPort)] =
    /^(?:\[([^\]\s]+)\]|([\d.]+))(?:[:#](\d{1,5}))?$/.exec(text.trim()) ?? [];
  const address = readAddress(inBrackets ?? withPort ?? text);
  return address === undefined ? undefined : { address, port: Number(port) };
}

/** The address as it is compared: IPv6 in its short form, lower case, without zone. Undefined for other text. */
export function readAddress(text: string): string | undefined {
  const trimmed = text.trim();
  if (isIPv4(trimmed)) return trimmed;
  return /^[\da-f]*:[\da-f:.]*:[\da-f.]*(%\w+)?$/i.test(trimmed) ? shortIPv6(trimmed.replace(/%.*$/, "")) : undefined;
}

export function isIPv4(text: string): boolean {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1) ?? [];
  return parts.length === 4 && parts.every((part) => Number(part) <= 255);
}

function shortIPv6(text: string): string | undefined {
  try {
    return new URL(`http://[${text}]/`).hostname.slice(1, -1);
  } catch {
    return undefined;
  }
}

export function serverText({ address, port }: ServerPlace): string {
  if (port === dnsPort) return address;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The same server, however either side writes it. */
export function isSameServer(a: string, b: string): boolean {
  return a === b || serverKey(a) === serverKey(b);
}

function serverKey(text: string): string {
  const place = readServer(text);
  return place === undefined ? text.trim().toLowerCase() : serverText(place);
}
