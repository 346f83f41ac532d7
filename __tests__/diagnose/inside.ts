/** The hardened estate as a machine in its network sees it, and that machine's network bent in one way. */
import type { Vantage } from "../../src/ports.ts";
import type { ProxySettings } from "../../src/snapshot/proxy.ts";
import type { RunnerFacts } from "../../src/snapshot/runner.ts";
import type { EstateDocument, EstateFacts } from "../../src/twin/estate.ts";
import type { Twin } from "../../src/twin/twin.ts";
import { estateNamed, find } from "../support/edit-estate.ts";
import { twinVantage } from "../support/twin-vantage.ts";

export const hardened: EstateDocument = estateNamed("hardened");
export const network = find(hardened, "/virtualNetworks/vnet-northwind-core").id;
/** A machine in the network of the endpoints. */
export const inside: EstateFacts["vantage"] = { kind: "vnet", subnet: `${network}/subnets/snet-clients` };
/** The config says that it is there. */
export const declared: RunnerFacts = { network, addresses: [] };

export const blob = "stnorthwindai.blob.core.windows.net";
export const vault = "kv-northwind-ai.vault.azure.net";

export function proxySettings(...except: readonly string[]): ProxySettings {
  return { variable: "HTTPS_PROXY", at: "http://proxy.northwind.example:3128", except };
}

/** What a machine inside sees, with some of it otherwise. */
export function seenInside(twin: Twin, otherwise: Partial<Vantage> = {}): Vantage {
  return { ...twinVantage(twin, inside), ...otherwise };
}

/** The same, where one name resolves otherwise. */
export function resolving(twin: Twin, name: string, answer: Awaited<ReturnType<Vantage["resolve"]>>): Vantage {
  const straight = twinVantage(twin, inside);
  return seenInside(twin, { resolve: async (asked) => (asked === name ? answer : straight.resolve(asked)) });
}
