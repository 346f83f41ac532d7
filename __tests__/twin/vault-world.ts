import type { EstateDocument, EstateFacts, NameServerFacts } from "../../src/twin/estate.ts";
import { buildEstate } from "../../src/twin/estates/build/build-estate.ts";
import type { EndpointRecipe, LinkRecipe, Recipe, VnetRecipe } from "../../src/twin/estates/build/recipe.ts";

export const vaultName = "kv-two.vault.azure.net";
export const zoneSet = "rg-two-network";

export interface VaultSetting {
  readonly endpoint?: Partial<EndpointRecipe>;
  readonly links?: readonly LinkRecipe[];
  readonly dnsServers?: readonly string[];
  readonly resolvers?: Readonly<Record<string, NameServerFacts>>;
  readonly access?: string;
  readonly clientVnet?: Partial<VnetRecipe>;
}

/** A vault, and a client in `vnet-home`, which holds the vault's endpoint where there is one. */
export function vaultEstate(setting: VaultSetting): EstateDocument {
  const endpoint = { vnet: "vnet-home", service: "kv-two", subresource: "vault", zoneSet, ...setting.endpoint };
  const home: VnetRecipe = {
    name: "vnet-home",
    number: 10,
    ...(setting.links === undefined ? {} : { links: setting.links }),
    ...(setting.dnsServers === undefined ? {} : { dnsServers: setting.dnsServers }),
  };
  const away = setting.clientVnet === undefined ? [] : [{ name: "vnet-away", number: 11, ...setting.clientVnet }];
  const recipe: Recipe = {
    description: "a vault and its names",
    company: "two",
    region: "eastus",
    services: [
      { kind: "storage", name: "sttwo" },
      { kind: "vault", name: "kv-two", properties: { publicNetworkAccess: setting.access ?? "Enabled" } },
    ],
    hubs: [{ name: "hub-two", storage: "sttwo", vault: "kv-two", isolation: "AllowInternetOutbound" }],
    vnets: [setting.clientVnet?.peers === undefined ? home : { ...home, peers: ["vnet-away"] }, ...away],
    endpoints: setting.endpoint === undefined ? [] : [endpoint],
    grants: [{ to: "caller", role: "Contributor", on: "subscription" }],
    facts: { resolvers: setting.resolvers ?? {} },
  };
  return buildEstate(recipe);
}

export function idOf(estate: EstateDocument, name: string): string {
  return estate.resources.find((document) => document.name === name)?.id ?? "";
}

/** A standpoint in a subnet that no rule names. */
export function inVnet(estate: EstateDocument, name: string): EstateFacts["vantage"] {
  return { kind: "vnet", subnet: `${idOf(estate, name)}/subnets/snet-clients` };
}
