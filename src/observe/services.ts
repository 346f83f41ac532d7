import type { World } from "../ports.ts";
import { idKey, subscriptionOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Service, ServiceRole } from "../snapshot/service.ts";
import type { Unread } from "../snapshot/snapshot.ts";
import type { Workspace } from "../snapshot/workspace.ts";
import { mapBounded } from "./read-all.ts";
import { distinctIds } from "../snapshot/resource-id.ts";
import type { Found } from "./read-all.ts";

/** The hub, its own services, and every other resource that a rule, a connection or the spec leads to. */
export async function readServices(
  world: World,
  hub: Workspace,
  targets: readonly ResourceId[],
): Promise<Found<Service>> {
  const roles = new Map<string, ServiceRole>([[idKey(hub.id), "hub"]]);
  const own = [
    [hub.storageAccount, "storage"],
    [hub.keyVault, "keyVault"],
    [hub.containerRegistry, "containerRegistry"],
  ] as const;
  for (const [id, role] of own) if (id !== undefined) roles.set(idKey(id), role);
  const ids = distinctIds([hub.id, ...own.map(([id]) => id ?? ""), ...targets]);
  const reads = await mapBounded(ids, async (id) => ({
    id,
    read: await world.services.service(id, roles.get(idKey(id)) ?? "connected"),
  }));
  return {
    found: reads.flatMap(({ read }) => (read.is === "known" ? [read.value] : [])),
    unread: reads.flatMap(({ id, read }) => {
      if (read.is === "known") return [];
      return [{ id, what: "service", why: read.is === "absent" ? "it doesn't exist" : read.why }];
    }),
  };
}

/** The private endpoint connections that could not be listed. */
export function unreadConnections(services: readonly Service[]): readonly Unread[] {
  return services.flatMap(({ id, connections }) =>
    connections.is === "unknown" ? [{ id, what: "private endpoint connections", why: connections.why }] : [],
  );
}

/** The services whose users could not be listed. */
export function unreadUsers(services: readonly Service[]): readonly Unread[] {
  return services.flatMap(({ id, users }) =>
    users.is === "unknown" ? [{ id, what: "role assignments and access policies", why: users.why }] : [],
  );
}

/** Ids of the endpoints at the other end that are in readable subscriptions: managed ones never are. */
export function customerEndpointIds(services: readonly Service[], readable: readonly string[]): readonly ResourceId[] {
  const ids = services.flatMap(({ connections }) =>
    connections.is === "known" ? connections.value.map((c) => c.endpointId) : [],
  );
  return distinctIds(ids).filter((id) => readable.includes(subscriptionOf(id)));
}
