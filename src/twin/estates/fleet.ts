import type { EstateDocument } from "../estate.ts";
import { buildEstate } from "./build/build-estate.ts";
import { requiredRules } from "./build/outbound-rules.ts";
import type { HubRecipe, IsolationMode, ServiceRecipe } from "./build/recipe.ts";

interface Member {
  readonly name: string;
  readonly subscription?: string;
  readonly isolation: IsolationMode;
  readonly network?: "Active" | "Inactive";
  readonly isClosed?: boolean;
  readonly kind?: string;
  readonly provisioningState?: string;
  readonly tags: { readonly env: string };
}

const approvedOnly = "AllowOnlyApprovedOutbound";

const members: readonly Member[] = [
  { name: "sales", isolation: approvedOnly, network: "Active", isClosed: true, tags: { env: "prod" } },
  { name: "returns", isolation: approvedOnly, tags: { env: "prod" } },
  { name: "pricing", isolation: "AllowInternetOutbound", tags: { env: "prod" } },
  { name: "sandbox", isolation: "Disabled", tags: { env: "dev" } },
  // A kind that came back as it was sent.
  {
    name: "study",
    subscription: "research",
    isolation: "AllowInternetOutbound",
    network: "Active",
    kind: "hub",
    tags: { env: "dev" },
  },
  // Still being made: reported, not judged.
  {
    name: "trial",
    subscription: "research",
    isolation: approvedOnly,
    provisioningState: "Creating",
    tags: { env: "dev" },
  },
  // No hubs, though they are workspaces too.
  { name: "classic", isolation: "Disabled", kind: "Default", tags: { env: "prod" } },
  { name: "features", isolation: "Disabled", kind: "FeatureStore", tags: { env: "prod" } },
  // In a subscription that the caller cannot read.
  { name: "ledger", subscription: "finance", isolation: approvedOnly, tags: { env: "prod" } },
];

/** Seven hubs in three subscriptions, in every state between untouched and private. For discovery. */
export function fleet(): EstateDocument {
  const zoneSet = "rg-lucerne-network";
  const endpointTo = (service: string, subresource: string) => ({
    vnet: "vnet-lucerne",
    service,
    subresource,
    zoneSet,
  });
  return buildEstate({
    description:
      "Seven hubs in three subscriptions, in every state between untouched and private; the caller cannot read the third subscription.",
    company: "lucerne",
    region: "eastus2",
    subscriptions: ["research", "finance"],
    services: members.flatMap(servicesOf),
    hubs: members.map(hubOf),
    vnets: [{ name: "vnet-lucerne", number: 50, links: [{ zoneSet }], hasBastion: true }],
    endpoints: [
      endpointTo("hub-sales", "amlworkspace"),
      endpointTo("stlucernesales", "blob"),
      endpointTo("stlucernesales", "file"),
      endpointTo("kv-lucerne-sales", "vault"),
    ],
    grants: [
      { to: "caller", role: "Reader", on: "subscription" },
      { to: "caller", role: "Reader", on: "subscription research" },
      ...members.map((member) => ({
        to: `hub-${member.name}`,
        role: "Azure AI Administrator",
        on: groupOf(member),
      })),
      ...["blob", "file"].map((end) => ({ to: "hub-sales", role: "Reader", on: `pe-stlucernesales-${end}` })),
    ],
  });
}

function groupOf({ name, subscription }: Member): string {
  return subscription === undefined ? `rg-${name}` : `${subscription}:rg-${name}`;
}

function servicesOf(member: Member): readonly ServiceRecipe[] {
  const group = groupOf(member);
  const properties =
    member.isClosed === true
      ? { publicNetworkAccess: "Disabled", networkAcls: { bypass: "AzureServices", defaultAction: "Deny" } }
      : undefined;
  const changes = properties === undefined ? {} : { properties };
  return [
    { kind: "storage", name: `stlucerne${member.name}`, group, ...changes },
    { kind: "vault", name: `kv-lucerne-${member.name}`, group, ...changes },
  ];
}

function hubOf(member: Member): HubRecipe {
  const own = {
    name: `hub-${member.name}`,
    storage: `stlucerne${member.name}`,
    vault: `kv-lucerne-${member.name}`,
  };
  const isApprovedOnly = member.isolation === approvedOnly;
  const rules = isApprovedOnly ? requiredRules(own) : [];
  const isActive = member.network === "Active";
  return {
    ...own,
    group: groupOf(member),
    isolation: member.isolation,
    tags: member.tags,
    publicNetworkAccess: member.isolation === "Disabled" ? "Enabled" : "Disabled",
    rules: isActive ? rules.map((rule) => ({ ...rule, connection: "Approved" as const })) : rules,
    ...(member.network === undefined ? {} : { network: member.network }),
    ...(member.kind === undefined ? {} : { kind: member.kind }),
    ...(member.provisioningState === undefined ? {} : { properties: { provisioningState: member.provisioningState } }),
  };
}
