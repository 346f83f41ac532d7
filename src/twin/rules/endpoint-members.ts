import type { ArmDocument } from "../estate.ts";
import { doorNames } from "../reach/names.ts";
import type { World } from "../state/world.ts";
import { parseArmPath, typeOf } from "../wire/arm-path.ts";
import { textAt } from "../wire/json-fields.ts";

/** One address of an endpoint's network interface: the private link member, and the names it serves. */
export interface EndpointMember {
  readonly name: string;
  readonly fqdns: readonly string[];
}

/** The members an endpoint to this target and sub-resource gets an address for, each with its public names. */
export function endpointMembers(world: World, target: ArmDocument, subresource: string): readonly EndpointMember[] {
  const estate = { ...world.estate, resources: world.documents.all() };
  const names = doorNames(estate, { resource: target.id, subresource });
  const path = parseArmPath(target.id);
  switch (path === undefined ? "" : typeOf(path).toLowerCase()) {
    case "microsoft.machinelearningservices/workspaces":
      return workspaceMembers(target, names);
    case "microsoft.containerregistry/registries":
      return registryMembers(target, names);
    case "microsoft.cognitiveservices/accounts":
      return names.map((fqdn, index) => ({
        name: ["default", "secondary", "third"][index] ?? `member${index}`,
        fqdns: [fqdn],
      }));
    case "microsoft.keyvault/vaults":
      return [{ name: "default", fqdns: names }];
    default:
      return [{ name: subresource, fqdns: names }];
  }
}

/** The notebook's name and the wildcard of the inference endpoints have addresses of their own. */
function workspaceMembers(target: ArmDocument, names: readonly string[]): readonly EndpointMember[] {
  const guid = textAt(target, "properties", "workspaceId") ?? "";
  const api = names.find((name) => name.includes(".workspace."));
  const domain = api?.split(".workspace.")[1] ?? "";
  return [
    { name: "default", fqdns: names.filter((name) => name.includes(".workspace.")) },
    { name: "notebook", fqdns: names.filter((name) => !name.includes(".workspace.")) },
    { name: "inference", fqdns: [`*.${guid}.inference.${domain}`] },
  ];
}

function registryMembers(target: ArmDocument, [login, ...data]: readonly string[]): readonly EndpointMember[] {
  const location = textAt(target, "location") ?? "";
  return [
    ...data.map((fqdn) => ({ name: `registry_data_${location}`, fqdns: [fqdn] })),
    { name: "registry", fqdns: login === undefined ? [] : [login] },
  ];
}
