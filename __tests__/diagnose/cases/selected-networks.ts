import { nothingGiven, twinVantage } from "../../support/twin-vantage.ts";
import { withoutEndpoint } from "../../support/broken-connections.ts";
import { estateNamed, find, withProperties } from "../../support/edit-estate.ts";
import { letsIn } from "../../support/selected-networks.ts";
import { hubSpecSchema, type HubSpec } from "../../../src/spec/hub-spec.ts";
import type { BrokenCase, Parts } from "./broken-case.ts";

const hardened = estateNamed("hardened");
const storage = "/storageAccounts/stnorthwindai";
const network = find(hardened, "/virtualNetworks/vnet-northwind-core").id;

/** Selected networks are wanted as they are. */
export const asFound: HubSpec = hubSpecSchema.parse({
  publicAccess: { storage: "AsFound", keyVault: "AsFound", containerRegistry: "AsFound", hub: "AsFound" },
});

export function clientRanges(...ranges: readonly string[]): () => Parts {
  return () => ({ given: { ...nothingGiven, clientRanges: ranges } });
}

const spec = { spec: asFound };

/** SFH312: who a service with selected networks doesn't let in. */
export const selectedNetworkCases: readonly BrokenCase[] = [
  {
    code: "SFH312",
    what: "storage lets in another range than people come from",
    estate: letsIn(hardened, storage, ["198.51.100.7"]),
    options: spec,
    parts: clientRanges("203.0.113.0/24"),
    shows: /Client range 203\.0\.113\.0\/24 is not among the addresses that stnorthwindai lets in: 198\.51\.100\.7/,
    mends: /az storage account network-rule add .*--account-name stnorthwindai --ip-address 203\.0\.113\.0\/24/,
  },
  {
    code: "SFH312",
    what: "storage lets in half of a range",
    estate: letsIn(hardened, storage, ["203.0.113.0/25"]),
    options: spec,
    parts: clientRanges("203.0.113.0/24"),
    shows: /let in only in part/,
    mends: /--ip-address 203\.0\.113\.0\/24/,
  },
  {
    code: "SFH312",
    what: "two addresses, of which storage takes no range",
    estate: letsIn(hardened, storage, []),
    options: spec,
    parts: clientRanges("203.0.113.8/31"),
    shows: /lets in: none/,
    mends: /--ip-address 203\.0\.113\.8 203\.0\.113\.9$/m,
  },
  {
    code: "SFH312",
    what: "storage has all the rules it takes",
    estate: letsIn(
      hardened,
      storage,
      Array.from({ length: 400 }, (_, i) => `198.51.${100 + Math.floor(i / 200)}.${i % 200}`),
    ),
    options: spec,
    parts: clientRanges("203.0.113.9"),
    shows: /and 395 more/,
    mends: /stnorthwindai has 400 IP rules and takes 400: merge some first/,
  },
  {
    code: "SFH312",
    what: "the vault doesn't let the range in",
    estate: letsIn(hardened, "/vaults/kv-northwind-ai", ["198.51.100.7/32"]),
    options: spec,
    parts: clientRanges("203.0.113.7/32"),
    shows: /kv-northwind-ai lets in/,
    mends: /az keyvault network-rule add .*--name kv-northwind-ai --ip-address 203\.0\.113\.7$/m,
  },
  {
    code: "SFH312",
    what: "the registry doesn't let the range in",
    estate: letsIn(hardened, "/registries/crnorthwindai", []),
    options: spec,
    parts: clientRanges("203.0.113.0/24"),
    shows: /crnorthwindai lets in/,
    mends: /az acr network-rule add .*--name crnorthwindai --ip-address 203\.0\.113\.0\/24/,
  },
  {
    code: "SFH312",
    what: "the hub's own list doesn't hold the range",
    estate: withProperties(hardened, "/workspaces/hub-northwind", {
      publicNetworkAccess: "Enabled",
      ipAllowlist: ["198.51.100.0/24"],
    }),
    options: spec,
    parts: clientRanges("203.0.113.0/24"),
    shows: /hub-northwind lets in: 198\.51\.100\.0\/24/,
    mends: /--name hub-northwind --network-acls 198\.51\.100\.0\/24,203\.0\.113\.0\/24$/m,
  },
  {
    code: "SFH312",
    what: "a private range is to come in, and there is no private way",
    estate: letsIn(
      withoutEndpoint(withoutEndpoint(hardened, "pe-stnorthwindai-blob"), "pe-stnorthwindai-file"),
      storage,
      ["203.0.113.0/24"],
    ),
    options: spec,
    parts: clientRanges("10.99.0.0/16"),
    shows: /Client range 10\.99\.0\.0\/16 is private: no IP rule/,
    mends: /Give these clients a private way/,
  },
  {
    code: "SFH312",
    what: "this machine's public address isn't let in",
    estate: letsIn(hardened, storage, ["203.0.113.0/24"]),
    options: { ...spec, runner: { network: undefined, addresses: ["198.51.100.9"] } },
    shows: /This machine's address 198\.51\.100\.9/,
    mends: /--ip-address 198\.51\.100\.9/,
  },
  {
    code: "SFH312",
    what: "this machine's network is let in by another subnet",
    estate: letsIn(
      withoutEndpoint(withoutEndpoint(hardened, "pe-stnorthwindai-blob"), "pe-stnorthwindai-file"),
      storage,
      [],
      [`${network}/subnets/snet-dns`],
    ),
    options: { ...spec, runner: { network, addresses: ["10.20.2.4"] } },
    parts: (run) => ({ vantage: twinVantage(run.twin, { kind: "vnet", subnet: `${network}/subnets/snet-runners` }) }),
    shows: /This machine is in snet-runners of vnet-northwind-core; stnorthwindai lets in snet-dns/,
    mends: /az storage account network-rule add .*--subnet .*\/subnets\/snet-runners/,
  },
];
