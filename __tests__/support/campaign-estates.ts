/**
 * Two small estates on which a run, together, takes every kind of step: what a campaign can afford to run thousands of
 * times. The cost of meeting every request of a run with a fault grows with the square of the run.
 */
import type { EstateDocument } from "../../src/twin/estate.ts";
import { buildEstate } from "../../src/twin/estates/build/build-estate.ts";
import { requiredRules } from "../../src/twin/estates/build/outbound-rules.ts";
import type { EndpointRecipe, HubRecipe, Recipe } from "../../src/twin/estates/build/recipe.ts";
import { siteOf } from "../../src/twin/estates/build/site.ts";
import { approverGrants, callerGrants, hubGrants } from "../../src/twin/estates/build/usual-grants.ts";

const names = {
  hub: "hub-small",
  project: "proj-small",
  storage: "stsmall",
  vault: "kv-small",
  registry: "crsmall",
  search: "srch-small",
  aiServices: "ais-small",
  vnet: "vnet-small",
};
const zoneSet = "rg-small-network";

const endpointTo = (service: string, subresource: string): EndpointRecipe => ({
  vnet: names.vnet,
  service,
  subresource,
  zoneSet,
});

const shared = {
  description: "Small, for campaigns.",
  company: "small",
  region: "eastus",
  vnets: [{ name: names.vnet, number: 20, links: [{ zoneSet }] }],
} as const;

const hubOfBoth = {
  name: names.hub,
  storage: names.storage,
  vault: names.vault,
  isolation: "AllowOnlyApprovedOutbound",
  projects: [{ name: names.project }],
} as const;

const openingHub: HubRecipe = {
  ...hubOfBoth,
  publicNetworkAccess: "Enabled",
  connections: [
    { name: names.search, category: "CognitiveSearch", service: names.search },
    { name: names.aiServices, category: "AIServices", service: names.aiServices },
  ],
  rules: [
    ...requiredRules(hubOfBoth),
    // The hub may not approve it: its connection stays Pending until the caller does.
    { name: "search", service: names.search, subresource: "searchService", category: "UserDefined" },
  ],
};

/** Nothing is provisioned: Readers to grant, a rule to declare, a network to provision, a connection to approve. */
export function openingEstate(): EstateDocument {
  const recipe: Recipe = {
    ...shared,
    services: [
      { kind: "storage", name: names.storage },
      { kind: "vault", name: names.vault },
      { kind: "search", name: names.search },
      { kind: "aiServices", name: names.aiServices },
    ],
    hubs: [openingHub],
    endpoints: [endpointTo(names.storage, "blob")],
    grants: [],
  };
  const site = siteOf(recipe);
  const [callerOnSearch] = approverGrants(names.hub, names.search);
  const grants = [
    ...callerGrants(site),
    ...hubGrants(site, openingHub),
    ...approverGrants(names.hub, names.aiServices),
  ];
  return buildEstate({ ...recipe, grants: [...grants, ...(callerOnSearch === undefined ? [] : [callerOnSearch])] });
}

const closingHub: HubRecipe = {
  ...hubOfBoth,
  registry: names.registry,
  publicNetworkAccess: "Enabled",
  network: "Active",
  imageBuildCompute: "cpu-images",
  rules: requiredRules({ ...hubOfBoth, registry: names.registry }).map((rule) => ({ ...rule, connection: "Approved" })),
};

const letsNobodyBy = { bypass: "None", defaultAction: "Allow", ipRules: [], virtualNetworkRules: [] };

/** Everything is open privately: trusted services to let in, and the doors of storage, vault, registry and hub to close. */
export function closingEstate(): EstateDocument {
  const recipe: Recipe = {
    ...shared,
    services: [
      { kind: "storage", name: names.storage },
      { kind: "vault", name: names.vault, properties: { networkAcls: letsNobodyBy } },
      { kind: "registry", name: names.registry },
    ],
    hubs: [closingHub],
    endpoints: [
      endpointTo(names.hub, "amlworkspace"),
      endpointTo(names.storage, "blob"),
      endpointTo(names.storage, "file"),
      endpointTo(names.vault, "vault"),
      endpointTo(names.registry, "registry"),
    ],
    grants: [],
  };
  const site = siteOf(recipe);
  const readers = [names.hub, names.project].flatMap((to) =>
    ["blob", "file"].map((door) => ({ to, role: "Reader", on: `pe-${names.storage}-${door}` })),
  );
  return buildEstate({ ...recipe, grants: [...callerGrants(site), ...hubGrants(site, closingHub), ...readers] });
}
