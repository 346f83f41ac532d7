import { askAzureDns } from "./azure-dns.ts";
import type { NetworkView } from "./network-view.ts";
import { answerPublic, answerWith } from "./name-answer.ts";
import type { NameAnswer } from "./name-answer.ts";
import { sourceOf } from "./name-source.ts";

/** What one server answers a client of the VNet. A server that the estate has no facts about does not answer. */
export function askServer(view: NetworkView, server: string, fqdn: string, vnetId: string | undefined): NameAnswer {
  const source = sourceOf(view, server, fqdn, vnetId);
  switch (source.kind) {
    case "own":
      return answerWith(view, source.addresses);
    case "azure":
      return askAzureDns(view, source.vnetId, fqdn);
    case "public":
      return answerPublic(fqdn);
    default:
      return { kind: source.kind };
  }
}
