import type { ArmDocument, ClientFact } from "../estate.ts";
import { isSameId, keyOf } from "./arm-id.ts";
import type { Door } from "./door.ts";
import { documentsOf, findDocument } from "./estate-index.ts";
import type { EstateIndex } from "./estate-index.ts";
import { hubWithProjects, ownServices, workspaceType } from "./hub.ts";
import { listAt, textAt } from "./json.ts";
import { readPublicEndpoint } from "./public-endpoint.ts";

/** Where somebody stands who may want to get in. */
export type ReachOrigin =
  | { readonly kind: "managedNetwork"; readonly id: string }
  | { readonly kind: "vnet"; readonly id: string }
  | { readonly kind: "subnet"; readonly id: string }
  | { readonly kind: "trustedServices"; readonly id: "trusted Microsoft services" }
  | { readonly kind: "ipRange"; readonly id: string }
  | { readonly kind: "workspace"; readonly id: string }
  | { readonly kind: "aiService"; readonly id: string }
  | { readonly kind: "identity"; readonly id: string }
  | { readonly kind: "resourceInstance"; readonly id: string }
  | { readonly kind: "internet"; readonly id: "public internet" };

/**
 * The origins that matter to one door. Everywhere: the managed network, every VNet, every subnet that some service of
 * the hub lets in, the internet. Only where the service lists or shares it: ranges, resource instances, other
 * workspaces and AI services, identities that the facts say work with it, trusted services.
 */
export function originsOf(index: EstateIndex, doors: readonly Door[], door: Door): readonly ReachOrigin[] {
  const service = findDocument(index, door.resource);
  if (service === undefined) return [];
  const own = readPublicEndpoint(service);
  return [
    { kind: "managedNetwork", id: index.estate.hub },
    ...documentsOf(index, "Microsoft.Network/virtualNetworks").map(({ id }) => ({ kind: "vnet", id }) as const),
    ...listedSubnets(index, doors).map((id) => ({ kind: "subnet", id }) as const),
    ...(own.letsTrustedServicesIn === undefined
      ? []
      : [{ kind: "trustedServices", id: "trusted Microsoft services" } as const]),
    ...own.listedRanges.map((id) => ({ kind: "ipRange", id }) as const),
    ...otherWorkspacesOn(index, service).map(({ id }) => ({ kind: "workspace", id }) as const),
    ...aiServicesOn(index, service).map(({ id }) => ({ kind: "aiService", id }) as const),
    ...clientsOf(index, service.id).map(({ principalId }) => ({ kind: "identity", id: principalId }) as const),
    ...own.resourceInstances.map((id) => ({ kind: "resourceInstance", id }) as const),
    { kind: "internet", id: "public internet" },
  ];
}

/** Accounts that keep their data in this storage account, or their key in this vault. */
function aiServicesOn(index: EstateIndex, service: ArmDocument): readonly ArmDocument[] {
  const vault = textAt(service, "properties", "vaultUri").toLowerCase().replace(/\/$/, "");
  return documentsOf(index, "Microsoft.CognitiveServices/accounts").filter((account) => {
    const stores = listAt(account, "properties", "userOwnedStorage").map((store) => textAt(store, "resourceId"));
    const key = textAt(account, "properties", "encryption", "keyVaultProperties", "keyVaultUri");
    const isKeyThere = vault !== "" && key.toLowerCase().replace(/\/$/, "") === vault;
    return isKeyThere || stores.some((id) => isSameId(id, service.id));
  });
}

/** Who works with a service by an identity of their own, as the facts tell. */
export function clientsOf(index: EstateIndex, serviceId: string): readonly ClientFact[] {
  return (index.estate.facts.clients ?? []).filter(({ uses }) => isSameId(uses, serviceId));
}

/** The id as the VNet writes it, where the estate has that VNet; rules hold it in any casing. */
function listedSubnets(index: EstateIndex, doors: readonly Door[]): readonly string[] {
  const byKey = new Map<string, string>();
  for (const { resource } of doors) {
    const service = findDocument(index, resource);
    if (service === undefined) continue;
    for (const id of readPublicEndpoint(service).listedSubnets) byKey.set(keyOf(id), byKey.get(keyOf(id)) ?? id);
  }
  return [...byKey.values()];
}

/** Hubs and workspaces of their own, not the hub's: a project runs in its hub's network, so its hub stands for it. */
function otherWorkspacesOn(index: EstateIndex, service: ArmDocument): readonly ArmDocument[] {
  const ours = hubWithProjects(index).map(({ id }) => keyOf(id));
  return documentsOf(index, workspaceType).filter(
    (workspace) =>
      !ours.includes(keyOf(workspace.id)) &&
      textAt(workspace, "properties", "hubResourceId") === "" &&
      ownServices(workspace).some((id) => isSameId(id, service.id)),
  );
}
