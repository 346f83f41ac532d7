import { valueOr } from "../snapshot/read.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { EndpointConnection, Service, ServiceUser } from "../snapshot/service.ts";
import type { Dependent, Snapshot } from "../snapshot/snapshot.ts";
import { connectionsOfRule, privateEndpointRules } from "./managed-endpoints.ts";

/**
 * The identities with rights on a service's data that aren't this hub's, its projects', what runs in them, its connected
 * services', a dependent's that is judged by itself, or the caller's. Persons and groups come in by their networks.
 */
export function foreignUsers(snapshot: Snapshot, service: Service): readonly ServiceUser[] {
  const ours = knownIdentities(snapshot);
  const strangers = valueOr(service.users, []).filter(
    (user) => (user.kind === "identity" || user.kind === "not told") && !ours.has(user.principalId),
  );
  return [...new Map(strangers.map((user) => [user.principalId, user])).values()];
}

function knownIdentities(snapshot: Snapshot): ReadonlySet<string> {
  const workspaces = [snapshot.hub, ...valueOr(snapshot.projects, []).map((p) => p.workspace)];
  const ids = [
    ...workspaces.flatMap((w) => w.identities.map((i) => i.principalId)),
    ...snapshot.inner.identities,
    ...snapshot.services.flatMap((s) => s.identities),
    ...valueOr(snapshot.dependents, []).flatMap(identitiesOf),
    ...(snapshot.caller === undefined ? [] : [snapshot.caller]),
  ];
  return new Set(ids.map((id) => id.toLowerCase()));
}

function identitiesOf(dependent: Dependent): readonly string[] {
  return dependent.kind === "workspace"
    ? dependent.workspace.identities.map((i) => i.principalId)
    : dependent.identities;
}

/** Approved connections that are neither an endpoint of the hub's rules nor a customer's that was read: somebody else's way in. */
export function foreignEndpoints(snapshot: Snapshot, service: Service): readonly EndpointConnection[] {
  const rules = privateEndpointRules(snapshot).filter((r) => isSameId(r.target, service.id));
  const ours = rules.flatMap((rule) => connectionsOfRule(snapshot, service, rule));
  return valueOr(service.connections, []).filter(
    (c) =>
      c.status === "Approved" &&
      !ours.includes(c) &&
      !snapshot.privateEndpoints.some((e) => isSameId(e.id, c.endpointId)),
  );
}
