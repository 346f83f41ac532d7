import { askAzureDns } from "./azure-dns.ts";
import { documentsOf } from "./estate-index.ts";
import type { NetworkView } from "./network-view.ts";
import { textsAt } from "./json.ts";
import { answerPublic, answerWith } from "./name-answer.ts";
import type { NameAnswer } from "./name-answer.ts";

/** Azure DNS as every VNet sees it. */
export const azureDnsAddress = "168.63.129.16";

/** What one server answers a client of the VNet. A server that the estate has no facts about does not answer. */
export function askServer(view: NetworkView, server: string, fqdn: string, vnetId: string | undefined): NameAnswer {
  if (server === azureDnsAddress) return askAzureDns(view, vnetId, fqdn);
  const facts = view.estate.facts.resolvers?.[server];
  if (facts === undefined) return { kind: "timeout" };
  const known = findAnswer(facts.answers, fqdn.toLowerCase());
  if (known !== undefined) return answerWith(view, known);
  switch (facts.otherwise) {
    case "public":
      return answerPublic(fqdn);
    case "azure":
      return askAzureDns(view, vnetId ?? vnetHolding(view, server), fqdn);
    default:
      return { kind: facts.otherwise };
  }
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

function vnetHolding(view: NetworkView, address: string): string | undefined {
  return documentsOf(view, "Microsoft.Network/virtualNetworks").find((vnet) =>
    textsAt(vnet, "properties", "addressSpace", "addressPrefixes").some((prefix) => contains(prefix, address)),
  )?.id;
}

function contains(prefix: string, address: string): boolean {
  const [base = "", bits = "32"] = prefix.split("/");
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(base) / size) === Math.floor(numberOf(address) / size);
}

function numberOf(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}
