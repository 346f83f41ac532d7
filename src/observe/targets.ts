import type { ConnectionFacts, World } from "../ports.ts";
import type { ConnectionTarget } from "../snapshot/hub-connection.ts";
import { privateLinkType, typeOfHost } from "../snapshot/private-link.ts";
import type { PrivateLinkType } from "../snapshot/private-link.ts";
import { isResourceId, isSameId, nameOf, parentOf, typeOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Workspace } from "../snapshot/workspace.ts";
import { mapBounded } from "./read-all.ts";
import { ownServiceIds } from "./workspaces.ts";

/** Finds the resource that answers to a host name, among those of a type in the readable subscriptions. */
export type FindHost = (host: string, type: string) => Promise<HostFound>;

export type HostFound =
  { readonly is: "found"; readonly id: ResourceId } | { readonly is: "missing"; readonly unlisted: readonly string[] };

/** Each type is listed once per subscription, however many connections ask for it. */
export function createHostFinder(world: World, subscriptions: readonly string[]): FindHost {
  const lists = new Map<string, ReturnType<typeof listType>>();
  return async (host, type) => {
    const listing = lists.get(type) ?? listType(world, subscriptions, type);
    lists.set(type, listing);
    const listed = await listing;
    const resource = listed
      .flatMap(({ read }) => (read.is === "known" ? read.value : []))
      .find((r) => r.hosts.includes(host));
    if (resource !== undefined) return { is: "found", id: resource.id };
    return { is: "missing", unlisted: listed.flatMap(({ id, read }) => (read.is === "unknown" ? [id] : [])) };
  };
}

function listType(world: World, subscriptions: readonly string[], type: string) {
  return mapBounded(subscriptions, async (id) => ({ id, read: await world.services.hostedResources(id, type) }));
}

/** What a connection leads to: by the id in its metadata, else the id in its target, else its host. */
export async function findTarget(
  facts: ConnectionFacts,
  hub: Workspace,
  storageSuffix: string,
  findHost: FindHost,
): Promise<ConnectionTarget> {
  const id = [facts.resourceId, facts.target].find(isResourceId);
  if (id !== undefined) return targetOf(supportedParent(id), facts, hub);
  const host = hostOf(facts.target);
  if (host === "") {
    const said = facts.target === "" ? "it has no target" : `its target "${facts.target}" is neither a URL nor an id`;
    return { is: "nothing", why: `${said}, and its metadata names no resource` };
  }
  const type = typeOfHost(host, storageSuffix);
  if (type === undefined)
    return { is: "nothing", why: `${host} is no Azure service that a private endpoint can lead to` };
  if (isOwnStorage(host, hub, storageSuffix)) return { is: "own" };
  const found = await findHost(host, type.type);
  if (found.is === "found") return targetOf(found.id, facts, hub);
  const unlisted = found.unlisted.length === 0 ? "" : ` (not listed: ${found.unlisted.join(", ")})`;
  return {
    is: "nothing",
    why: `no resource in the readable subscriptions answers to ${host}${unlisted}, and its metadata names none`,
  };
}

function isOwnStorage(host: string, hub: Workspace, storageSuffix: string): boolean {
  const name = nameOf(hub.storageAccount ?? "").toLowerCase();
  return name !== "" && host.startsWith(`${name}.`) && host.endsWith(`.${storageSuffix}`);
}

function targetOf(id: ResourceId, facts: ConnectionFacts, hub: Workspace): ConnectionTarget {
  if (ownServiceIds(hub).some((own) => isSameId(own, id))) return { is: "own" };
  const type = privateLinkType(typeOf(id));
  if (type === undefined) return { is: "unsupported", resource: id, type: typeOf(id) };
  const subresources = subresourcesOf(type, facts.category.toLowerCase());
  return { is: "destinations", destinations: subresources.map((subresource) => ({ target: id, subresource })) };
}

/** A connection may name a child (an account's project, a database): Private Link leads to what holds it. */
function supportedParent(id: ResourceId): ResourceId {
  const parent = parentOf(id);
  if (privateLinkType(typeOf(id)) !== undefined || !isResourceId(parent)) return id;
  return privateLinkType(typeOf(parent)) === undefined ? id : parent;
}

/** The catalogue's first sub-resource; for storage those that the category reads from. */
function subresourcesOf(type: PrivateLinkType, category: string): readonly string[] {
  if (type.type === "microsoft.storage/storageaccounts") {
    if (category === "azureblob") return ["blob"];
    if (category === "adlsgen2" || category === "azuredatalakegen2") return ["blob", "dfs"];
    return ["blob", "file"];
  }
  if (type.type === "microsoft.documentdb/databaseaccounts" && category.includes("mongo")) return ["MongoDB"];
  return type.subresources.slice(0, 1);
}

/** The host of a URL, lower case, or of a bare host name with a dot in it; "" for anything else. */
function hostOf(text: string): string {
  const url = text.includes("://") ? text : `https://${text}`;
  const host = URL.canParse(url) ? new URL(url).hostname.toLowerCase() : "";
  return host.includes(".") ? host : "";
}
