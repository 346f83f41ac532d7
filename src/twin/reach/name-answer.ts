import type { NetworkView } from "./network-view.ts";

export type NameAnswer =
  | { readonly kind: "addresses"; readonly addresses: readonly string[]; readonly isPrivate: boolean }
  | { readonly kind: "nxdomain" }
  | { readonly kind: "timeout" };

/** The answer made of these addresses; none of them is NXDOMAIN. */
export function answerWith(view: NetworkView, addresses: readonly string[]): NameAnswer {
  if (addresses.length === 0) return { kind: "nxdomain" };
  return { kind: "addresses", addresses, isPrivate: addresses.some((address) => isPrivateAddress(view, address)) };
}

/** A stable public address for a name, out of a range that Azure owns; which one it is decides nothing. */
export function answerPublic(fqdn: string): NameAnswer {
  let hash = 7;
  for (const letter of fqdn.toLowerCase()) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return { kind: "addresses", addresses: [`20.60.${hash >> 8}.${hash & 255 || 1}`], isPrivate: false };
}

/** A VNet may use any range, so an address is also private when an endpoint's network interface holds it. */
export function isPrivateAddress(view: NetworkView, address: string): boolean {
  if (/^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(address)) return true;
  return view.endpoints.some((endpoint) => endpoint.addresses.some((held) => held.address === address));
}
