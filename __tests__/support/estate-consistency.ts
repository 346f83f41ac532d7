import type { ArmDocument, EstateDocument, Json } from "../../src/twin/estate.ts";
import { listAt, textAt, textsAt } from "../../src/twin/reach/json.ts";

/** What does not fit together. `record` alone may be wrong on purpose: a private record that is not the endpoint's. */
export interface Inconsistency {
  readonly kind: "id" | "parent" | "reference" | "endpoint" | "record" | "rule" | "role" | "peering";
  readonly what: string;
}

interface World {
  readonly estate: EstateDocument;
  readonly documents: ReadonlyMap<string, ArmDocument>;
  /** Ids of documents and of the parts inside them. */
  readonly known: ReadonlySet<string>;
}

/** Checks both ends of every relation in an estate. `missing` are ids that point at nothing on purpose. */
export function findInconsistencies(estate: EstateDocument, missing: readonly string[] = []): readonly Inconsistency[] {
  const documents = new Map(estate.resources.map((document) => [document.id.toLowerCase(), document]));
  const known = new Set<string>();
  for (const { subscriptionId } of estate.subscriptions) known.add(`/subscriptions/${subscriptionId}`.toLowerCase());
  for (const document of estate.resources) collectIds(document, known);
  const world: World = { estate, documents, known };
  return [
    ...checkIds(world),
    ...estate.resources.flatMap((document) => checkParent(world, document)),
    ...estate.resources.flatMap((document) => checkReferences(world, document, missing)),
    ...ofType(world, "privateendpoints").flatMap((endpoint) => checkEndpoint(world, endpoint)),
    ...ofType(world, "privateendpointconnections").flatMap((connection) => checkConnection(world, connection)),
    ...ofType(world, "privatednszonegroups").flatMap((group) => checkZoneGroup(world, group)),
    ...ofType(world, "roleassignments").flatMap((assignment) => checkAssignment(world, assignment)),
    ...ofType(world, "virtualnetworks").flatMap((vnet) => checkPeerings(world, vnet)),
  ];
}

function collectIds(value: Json | undefined, known: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  if ("id" in value && typeof value.id === "string" && ("name" in value || "properties" in value)) {
    known.add(value.id.toLowerCase());
  }
  for (const part of Object.values(value)) collectIds(part, known);
}

function checkIds({ estate, documents }: World): readonly Inconsistency[] {
  const twice = estate.resources.length === documents.size ? [] : [problem("id", "two documents have one id")];
  const named = estate.resources.filter(({ id, name }) => !id.endsWith(`/${name ?? ""}`));
  const hub = documents.has(estate.hub.toLowerCase()) ? [] : [problem("id", `the hub is missing: ${estate.hub}`)];
  return [...twice, ...hub, ...named.map(({ id }) => problem("id", `the name is not the end of ${id}`))];
}

function checkParent({ documents, known }: World, { id }: ArmDocument): readonly Inconsistency[] {
  const key = id.toLowerCase();
  const group = /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+/.exec(key)?.[0];
  const subscription = /^\/subscriptions\/[^/]+/.exec(key)?.[0] ?? key;
  const inProvider = /.*\/providers\/(.*)$/.exec(key)?.[1]?.split("/").length ?? 0;
  const parent = inProvider > 3 ? key.split("/").slice(0, -2).join("/") : undefined;
  return [
    ...(known.has(subscription) ? [] : [problem("parent", `no subscription for ${id}`)]),
    ...(group === undefined || documents.has(group) ? [] : [problem("parent", `no resource group for ${id}`)]),
    ...(parent === undefined || documents.has(parent) ? [] : [problem("parent", `no parent for ${id}`)]),
  ];
}

function checkReferences(
  { estate, known }: World,
  document: ArmDocument,
  missing: readonly string[],
): readonly Inconsistency[] {
  const found: string[] = [];
  collectReferences(document, found);
  const allowed = missing.map((id) => id.toLowerCase());
  const isForeign = (id: string): boolean =>
    !estate.subscriptions.some(({ subscriptionId }) => id.includes(subscriptionId.toLowerCase()));
  return found
    .map((id) => id.toLowerCase())
    .filter((id) => !known.has(id) && !allowed.includes(id) && !isForeign(id) && !id.includes("*"))
    .map((id) => problem("reference", `${document.id} names ${id}`));
}

function collectReferences(value: Json | undefined, found: string[]): void {
  if (typeof value === "string" && value.startsWith("/subscriptions/")) found.push(value);
  if (typeof value === "object" && value !== null) {
    for (const part of Object.values(value)) collectReferences(part, found);
  }
}

function checkEndpoint(world: World, endpoint: ArmDocument): readonly Inconsistency[] {
  const links = [
    ...listAt(endpoint, "properties", "privateLinkServiceConnections"),
    ...listAt(endpoint, "properties", "manualPrivateLinkServiceConnections"),
  ];
  return links.flatMap((link) => {
    const target = textAt(link, "properties", "privateLinkServiceId");
    const status = textAt(link, "properties", "privateLinkServiceConnectionState", "status");
    const shown = connectionsOf(world, target).filter((connection) => endpointIdOf(connection) === lower(endpoint.id));
    const states = shown.map((connection) => statusOf(connection));
    return states.length === 1 && states[0] === status
      ? []
      : [problem("endpoint", `${endpoint.id} is ${status}, its target says ${states.join(", ")}`)];
  });
}

function checkConnection(world: World, connection: ArmDocument): readonly Inconsistency[] {
  const endpointId = endpointIdOf(connection);
  const target = lower(connection.id).split("/privateendpointconnections/")[0] ?? "";
  const isManaged = endpointId.includes(world.estate.facts.managedVnetSubscription.toLowerCase());
  if (isManaged) {
    const name = endpointId.slice(endpointId.lastIndexOf("/") + 1);
    const rules = ofType(world, "outboundrules").filter(
      (rule) =>
        lower(textAt(rule, "name")) === name &&
        lower(textAt(rule, "properties", "destination", "serviceResourceId")) === target,
    );
    return rules.length === 0 ? [problem("rule", `${connection.id} has no rule ${name}`)] : [];
  }
  const endpoint = world.documents.get(endpointId);
  const isForeign = !world.estate.subscriptions.some(({ subscriptionId }) =>
    endpointId.includes(lower(subscriptionId)),
  );
  if (isForeign) return [];
  return endpoint === undefined ? [problem("endpoint", `${connection.id} has no endpoint`)] : [];
}

/** A zone group's rows are the zone's A records, and those are the addresses of the endpoint's network interface. */
function checkZoneGroup(world: World, group: ArmDocument): readonly Inconsistency[] {
  const endpoint = world.documents.get(lower(group.id).split("/privatednszonegroups/")[0] ?? "");
  const held = new Set(
    listAt(endpoint, "properties", "networkInterfaces")
      .map((nic) => world.documents.get(lower(textAt(nic, "id"))))
      .flatMap((nic) => listAt(nic, "properties", "ipConfigurations"))
      .map((configuration) => textAt(configuration, "properties", "privateIPAddress")),
  );
  return listAt(group, "properties", "privateDnsZoneConfigs").flatMap((config) =>
    listAt(config, "properties", "recordSets").flatMap((row) => {
      const zoneId = textAt(config, "properties", "privateDnsZoneId");
      const record = world.documents.get(lower(`${zoneId}/A/${textAt(row, "recordSetName")}`));
      const told = textsAt(row, "ipAddresses").join(",");
      const actual = listAt(record, "properties", "aRecords").map((item) => textAt(item, "ipv4Address"));
      return [
        ...(actual.join(",") === told ? [] : [problem("reference", `${group.id}: record ${textAt(row, "fqdn")}`)]),
        ...(actual.every((address) => held.has(address))
          ? []
          : [problem("record", `${textAt(row, "fqdn")} is ${told}`)]),
      ];
    }),
  );
}

function checkAssignment(world: World, assignment: ArmDocument): readonly Inconsistency[] {
  const principal = textAt(assignment, "properties", "principalId");
  const scope = lower(textAt(assignment, "properties", "scope"));
  const isAt = lower(assignment.id).startsWith(`${scope}/providers/microsoft.authorization/roleassignments/`);
  const isKnown =
    principal === world.estate.caller.objectId ||
    world.estate.resources.some((document) =>
      JSON.stringify(document.identity ?? document.properties).includes(principal),
    );
  return [
    ...(isAt ? [] : [problem("role", `${assignment.id} is not at its scope`)]),
    ...(isKnown ? [] : [problem("role", `${assignment.id} is for nobody`)]),
  ];
}

function checkPeerings(world: World, vnet: ArmDocument): readonly Inconsistency[] {
  return listAt(vnet, "properties", "virtualNetworkPeerings").flatMap((peering) => {
    const remote = world.documents.get(lower(textAt(peering, "properties", "remoteVirtualNetwork", "id")));
    const back = listAt(remote, "properties", "virtualNetworkPeerings").some(
      (other) => lower(textAt(other, "properties", "remoteVirtualNetwork", "id")) === lower(vnet.id),
    );
    return back ? [] : [problem("peering", `${vnet.id} is peered one way`)];
  });
}

function connectionsOf(world: World, target: string): readonly ArmDocument[] {
  const prefix = `${lower(target)}/privateendpointconnections/`;
  return ofType(world, "privateendpointconnections").filter(({ id }) => lower(id).startsWith(prefix));
}

function ofType({ estate }: World, kind: string): readonly ArmDocument[] {
  return estate.resources.filter(({ id }) => id.split("/").at(-2)?.toLowerCase() === kind);
}

function endpointIdOf(connection: ArmDocument): string {
  return lower(textAt(connection, "properties", "privateEndpoint", "id"));
}

function statusOf(connection: ArmDocument): string {
  return textAt(connection, "properties", "privateLinkServiceConnectionState", "status");
}

function problem(kind: Inconsistency["kind"], what: string): Inconsistency {
  return { kind, what };
}

function lower(text: string): string {
  return text.toLowerCase();
}
