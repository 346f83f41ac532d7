import type { HubRecipe, ServiceRecipe } from "./recipe.ts";
import type { Site } from "./site.ts";

/** One address of an endpoint's network interface: the member's name and the public names it serves. */
export interface Member {
  readonly name: string;
  readonly fqdns: readonly string[];
}

export function membersOfService(site: Site, { kind, name }: ServiceRecipe, subresource: string): readonly Member[] {
  const { domains, region } = site;
  switch (kind) {
    case "storage": {
      const service = subresource === "web" ? "z6.web" : subresource;
      return [{ name: subresource, fqdns: [`${name}.${service}.${domains.storage}`] }];
    }
    case "vault":
      return [{ name: "default", fqdns: [`${name}.${domains.vault}`] }];
    case "registry":
      return [
        { name: `registry_data_${region}`, fqdns: [`${name}.${region}.data.${domains.registry}`] },
        { name: "registry", fqdns: [`${name}.${domains.registry}`] },
      ];
    case "search":
      return [{ name: "searchService", fqdns: [`${name}.${domains.search}`] }];
    case "gateway":
      return [{ name: subresource, fqdns: [] }];
    default:
      return [
        { name: "default", fqdns: [`${name}.${domains.cognitive}`] },
        { name: "secondary", fqdns: [`${name}.${domains.openAi}`] },
        ...(domains.servicesAi === undefined ? [] : [{ name: "third", fqdns: [`${name}.${domains.servicesAi}`] }]),
      ];
  }
}

/** A hub's names hold its workspace GUID; its projects are reached by the same ones. */
export function membersOfHub(site: Site, hub: HubRecipe): readonly Member[] {
  const { domains, region } = site;
  const guid = workspaceGuidOf(site, hub.name);
  const stem = `${guid}.workspace.${region}`;
  return [
    { name: "default", fqdns: [`${stem}.${domains.workspace}`, `${stem}.cert.${domains.workspace}`] },
    { name: "notebook", fqdns: [notebookNameOf(site, hub.name)] },
    { name: "inference", fqdns: [`*.${guid}.inference.${region}.${domains.workspace}`] },
  ];
}

export function workspaceGuidOf(site: Site, name: string): string {
  return site.guid(`workspace ${name}`);
}

/** A label of a DNS name has 63 letters at the most: Azure cuts the workspace's name short. */
export function notebookNameOf(site: Site, name: string): string {
  const tail = `-${site.region}-${workspaceGuidOf(site, name)}`;
  return `${`ml-${name}`.slice(0, 63 - tail.length)}${tail}.${site.region}.${site.domains.notebooks}`;
}
