import { isInRange } from "./address-range.ts";
import { azureDnsAddress } from "./azure-dns.ts";
import { documentsOf } from "./estate-index.ts";
import { textsAt } from "./json.ts";
import type { NetworkView } from "./network-view.ts";

/** Where a server takes its answer to one name from; `own` is what it holds itself, and no address there is NXDOMAIN. */
export type NameSource =
  | { readonly kind: "own"; readonly addresses: readonly string[] }
  | { readonly kind: "azure"; readonly vnetId: string | undefined }
  | { readonly kind: "public" | "nxdomain" | "timeout" };

/**
 * Where one server takes its answer from for a client of the VNet, or of none. A server that the estate has no facts
 * about does not answer.
 */
export function sourceOf(view: NetworkView, server: string, fqdn: string, vnetId: string | undefined): NameSource {
  if (server === azureDnsAddress) return { kind: "azure", vnetId };
  const facts = view.estate.facts.resolvers?.[server];
  if (facts === undefined) return { kind: "timeout" };
  const known = findAnswer(facts.answers, fqdn.toLowerCase());
  if (known !== undefined) return { kind: "own", addresses: known };
  if (facts.otherwise !== "azure") return { kind: facts.otherwise };
  return { kind: "azure", vnetId: vnetId ?? vnetsHolding(view, server)[0] };
}

/** The VNets whose address space holds an address. */
export function vnetsHolding(view: NetworkView, address: string): readonly string[] {
  return documentsOf(view, "Microsoft.Network/virtualNetworks")
    .filter((vnet) =>
      textsAt(vnet, "properties", "addressSpace", "addressPrefixes").some((prefix) => isInRange(prefix, address)),
    )
    .map(({ id }) => id);
}

/** The server's own answer, by the exact name first, then by the closest wildcard above it. */
function findAnswer(answers: Readonly<Record<string, readonly string[]>>, name: string): readonly string[] | undefined {
  const byName = new Map(Object.entries(answers).map(([key, addresses]) => [key.toLowerCase(), addresses]));
  const labels = name.split(".");
  const wildcards = labels.map((_, depth) => ["*", ...labels.slice(depth + 1)].join("."));
  for (const candidate of [name, ...wildcards]) {
    const found = byName.get(candidate);
    if (found !== undefined) return found;
  }
  return undefined;
}
