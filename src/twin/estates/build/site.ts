import type { CloudName } from "../../estate.ts";
import { cloudDomains } from "./cloud-domains.ts";
import type { CloudDomains } from "./cloud-domains.ts";
import { guidOf, hexOf, timeOf } from "./hash.ts";
import type { Recipe } from "./recipe.ts";

/** Where everything of a recipe stands, and its source of GUIDs. */
export interface Site {
  readonly company: string;
  readonly region: string;
  readonly cloud: CloudName;
  readonly domains: CloudDomains;
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly managedVnetSubscription: string;
  readonly serviceGroup: string;
  readonly networkGroup: string;
  guid(name: string): string;
  hex(name: string, length?: number): string;
  /** Without a zone. */
  time(name: string): string;
}

export function siteOf(recipe: Pick<Recipe, "company" | "region" | "cloud">): Site {
  const { company, region } = recipe;
  const cloud = recipe.cloud ?? "AzureCloud";
  const guid = (name: string): string => guidOf(`${company}/${name}`);
  return {
    company,
    region,
    cloud,
    domains: cloudDomains[cloud],
    tenantId: guid("tenant"),
    subscriptionId: guid("subscription"),
    managedVnetSubscription: guid("managed networks"),
    serviceGroup: `rg-${company}-ai`,
    networkGroup: `rg-${company}-network`,
    guid,
    hex: (name, length) => hexOf(`${company}/${name}`, length),
    time: (name) => timeOf(`${company}/${name}`),
  };
}

export function subscriptionIdOf(site: Site, shortName: string): string {
  return shortName === "" ? site.subscriptionId : site.guid(`subscription ${shortName}`);
}

/** `<short name>:<group>` lies in a further subscription, `<group>` in the first. */
export function groupIdOf(site: Site, group: string): string {
  const [shortName = "", name = ""] = group.includes(":") ? group.split(":") : ["", group];
  return `/subscriptions/${subscriptionIdOf(site, shortName)}/resourceGroups/${name}`;
}

export function networkIdOf(site: Site, type: string, name: string): string {
  return `${groupIdOf(site, site.networkGroup)}/providers/Microsoft.Network/${type}/${name}`;
}

/** The weak etag that Microsoft.Network writes. */
export function etagOf(site: Site, id: string): string {
  return `W/"${site.guid(`etag ${id}`)}"`;
}

export function systemDataOf(site: Site, id: string, zone = "Z"): Record<string, string> {
  const at = `${site.time(id)}${zone}`;
  const by = `platform@${site.company}.example`;
  return {
    createdAt: at,
    createdBy: by,
    createdByType: "User",
    lastModifiedAt: at,
    lastModifiedBy: by,
    lastModifiedByType: "User",
  };
}
