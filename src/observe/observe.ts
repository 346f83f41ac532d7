import type { Clock, World } from "../ports.ts";
import type { HubConnection } from "../snapshot/hub-connection.ts";
import type { Destination, OutboundRule } from "../snapshot/outbound-rule.ts";
import { mapRead, valueOr } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import { subscriptionOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import { noPreflight } from "../snapshot/preflight.ts";
import type { Preflight, PreflightQuestions } from "../snapshot/preflight.ts";
import { placeOf } from "../snapshot/runner.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { createConnectionLister } from "./connection-lists.ts";
import { readHubConnections } from "./hub-connections.ts";
import { readDependents } from "./dependents.ts";
import { readHub } from "./hub.ts";
import { readInnerIdentities } from "./inner-identities.ts";
import { readPermissions } from "./permissions.ts";
import { readPreflight } from "./preflight.ts";
import { readAll } from "./read-all.ts";
import { distinctIds } from "../snapshot/resource-id.ts";
import { customerEndpointIds, readServices, unreadConnections, unreadUsers } from "./services.ts";
import { askNameServers, readNetworks, readZones } from "./surroundings.ts";
import { createHostFinder } from "./targets.ts";
import { listWorkspaces, ownServiceIds, readProjects, unreadLists } from "./workspaces.ts";

export interface ObserveOptions {
  readonly hub: ResourceId;
  /** Destinations the spec asks for beyond what rules and connections lead to. */
  readonly extraTargets: readonly Destination[];
  readonly clock: Clock;
  /** What to ask before the first write, once it is known what there is; nothing by default. */
  readonly ask?: (snapshot: Snapshot) => PreflightQuestions;
  /** What was asked before: those answers stand. */
  readonly asked?: Preflight;
}

/**
 * Reads everything about a hub once. What can't be read is unknown or `unread`, never absent; only the hub itself must
 * be readable (RunError SFH910, SFH911).
 */
export async function observe(world: World, options: ObserveOptions): Promise<Snapshot> {
  const { ask, asked = noPreflight } = options;
  const snapshot = { ...(await readWorld(world, options)), preflight: asked };
  return ask === undefined
    ? snapshot
    : { ...snapshot, preflight: await readPreflight(world.preflight, ask(snapshot), asked) };
}

async function readWorld(world: World, options: ObserveOptions): Promise<Omit<Snapshot, "preflight">> {
  const readAt = options.clock.now();
  const hub = await readHub(world, options.hub);
  const readable = distinctSubscriptions([subscriptionOf(hub.id), ...(await world.subscriptions.readable())]);
  const lists = await listWorkspaces(world, readable);
  const listConnections = createConnectionLister(world);
  const projects = await readProjects(world, hub, lists, listConnections);
  const [outboundRules, inner] = await Promise.all([
    world.workspaces.outboundRules(hub.id),
    readInnerIdentities(world, hub, projects.projects),
  ]);
  const subject = { hub, projects: projects.projects, storageSuffix: world.cloud.storageSuffix };
  const connections = await readHubConnections(subject, listConnections, createHostFinder(world, readable));
  const targets = targetsOf(outboundRules, connections.hubConnections, options.extraTargets);
  const services = await readServices(world, hub, targets);
  const dependents = await readDependents(world, { hub, lists, services: services.found, subscriptions: readable });
  const endpointIds = customerEndpointIds(services.found, readable);
  const endpoints = await readAll(endpointIds, "private endpoint", (id) => world.networks.privateEndpoint(id));
  const zones = await readZones(world, readable, endpoints.found, services.found);
  const networks = await readNetworks(world, endpoints.found, services.found, zones.found);
  const nameAnswers = await askNameServers(world, networks.found, services.found, endpoints.found);
  const ownTargets = distinctIds([hub.id, ...ownServiceIds(hub), ...targets]);
  const permissions = await readPermissions(world, {
    hub,
    projects: projects.projects,
    endpoints: endpoints.found,
    targets: ownTargets,
  });
  return {
    readAt,
    cloud: world.cloud,
    caller: world.caller.objectId,
    hub,
    projects: projects.projects,
    outboundRules,
    computes: mapRead(inner.computes, (computes) => computes.map((compute) => compute.name)),
    inner: inner.inner,
    runner: placeOf(world.runner, networks.found),
    runnerAddresses: world.runner.addresses,
    services: services.found,
    hubConnections: connections.hubConnections,
    privateEndpoints: endpoints.found,
    networks: networks.found,
    zones: zones.found,
    hiddenZones: zones.hidden,
    nameAnswers,
    dependents,
    permissions,
    readableSubscriptions: readable,
    unread: [
      ...unreadLists(lists),
      ...[projects, connections, services].flatMap((part) => part.unread),
      ...unreadConnections(services.found),
      ...unreadUsers(services.found),
      ...[endpoints, zones, networks].flatMap((part) => part.unread),
    ],
  };
}

function distinctSubscriptions(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.map((id) => id.toLowerCase()))];
}

/** What private-endpoint rules, connections and the spec lead to. */
function targetsOf(
  rules: Read<readonly OutboundRule[]>,
  connections: Read<readonly HubConnection[]>,
  extra: readonly Destination[],
): readonly ResourceId[] {
  const byRules = valueOr(rules, []).flatMap((rule) => (rule.type === "PrivateEndpoint" ? [rule.target] : []));
  const byConnections = valueOr(connections, []).flatMap(({ leadsTo }) =>
    leadsTo.is === "destinations" ? leadsTo.destinations.map((destination) => destination.target) : [],
  );
  return distinctIds([...byRules, ...byConnections, ...extra.map((destination) => destination.target)]);
}
