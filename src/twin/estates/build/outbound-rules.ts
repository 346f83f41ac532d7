import type { ArmDocument, JsonObject } from "../../estate.ts";
import { workspaceIdOf } from "./directory.ts";
import type { Directory } from "./directory.ts";
import { hasRegistry } from "./recipe.ts";
import type { HubRecipe, RuleRecipe } from "./recipe.ts";
import type { Site } from "./site.ts";

/** The rules a recipe names and, where only approved traffic leaves, the service tags that every such hub has. */
export function buildOutboundRules(site: Site, directory: Directory, hub: HubRecipe): readonly ArmDocument[] {
  const hubId = workspaceIdOf(site, hub, hub.name);
  const status = hub.network ?? "Inactive";
  const endpointRules = (hub.rules ?? []).map((rule) =>
    ruleDocument(hubId, ruleNameOf(site, hub, rule), {
      type: "PrivateEndpoint",
      destination: {
        serviceResourceId: directory.idOf(rule.service),
        subresourceTarget: rule.subresource,
        sparkEnabled: false,
        sparkStatus: "Inactive",
      },
      ...(rule.fqdns === undefined ? {} : { fqdns: rule.fqdns }),
      status: rule.status ?? status,
      category: rule.category ?? "Required",
    }),
  );
  if (hub.isolation !== "AllowOnlyApprovedOutbound") return endpointRules;
  return [...endpointRules, ...serviceTags(site.region).map((tag) => tagRule(hubId, tag, status))];
}

/**
 * `__SYS_PE_<resource>_<sub>_<8 hex>`: one hash for all sub-resources of a target. Not confirmed: what goes into it;
 * here hub and target, so that two hubs on one account have endpoints of different names.
 */
export function ruleNameOf(site: Site, hub: HubRecipe, rule: RuleRecipe): string {
  const hash = site.hex(`rule ${hub.name} ${rule.service}`, 8);
  return rule.name ?? `__SYS_PE_${rule.service}_${rule.subresource}_${hash}`;
}

/** The rules that the service makes by itself in AllowOnlyApprovedOutbound, whatever the services' settings. */
export function requiredRules(hub: Pick<HubRecipe, "name" | "storage" | "vault" | "registry">): readonly RuleRecipe[] {
  return [
    { service: hub.storage, subresource: "blob" },
    { service: hub.storage, subresource: "file" },
    { service: hub.vault, subresource: "vault" },
    ...(hasRegistry(hub) ? [{ service: hub.registry, subresource: "registry" }] : []),
    { service: hub.name, subresource: "amlworkspace" },
  ];
}

interface ServiceTag {
  readonly tag: string;
  readonly protocol: string;
  readonly ports: string;
}

function serviceTags(region: string): readonly ServiceTag[] {
  return [
    { tag: "AzureActiveDirectory", protocol: "TCP", ports: "80, 443" },
    { tag: "AzureMachineLearning", protocol: "TCP", ports: "443, 8787, 18881" },
    { tag: "AzureMachineLearning", protocol: "UDP", ports: "5831" },
    { tag: "AzureResourceManager", protocol: "TCP", ports: "443" },
    { tag: "AzureMonitor", protocol: "TCP", ports: "443" },
    { tag: `BatchNodeManagement.${region}`, protocol: "TCP", ports: "443" },
    { tag: `MicrosoftContainerRegistry.${region}`, protocol: "TCP", ports: "443" },
    { tag: "AzureFrontDoor.FirstParty", protocol: "*", ports: "*" },
    { tag: "VirtualNetwork", protocol: "*", ports: "*" },
  ];
}

function tagRule(hubId: string, { tag, protocol, ports }: ServiceTag, status: string): ArmDocument {
  const name = `__SYS_ST_${tag}${protocol === "*" ? "" : `_${protocol}`}`;
  const destination = { serviceTag: tag, protocol, portRanges: ports, addressPrefixes: [] };
  return ruleDocument(hubId, name, { type: "ServiceTag", destination, status, category: "Required" });
}

function ruleDocument(hubId: string, name: string, properties: JsonObject): ArmDocument {
  return {
    tags: null,
    location: null,
    id: `${hubId}/outboundRules/${name}`,
    name,
    type: "Microsoft.MachineLearningServices/workspaces/outboundRules",
    properties,
    systemData: null,
  };
}
