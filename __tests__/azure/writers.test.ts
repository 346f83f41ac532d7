import { describe, expect, it } from "vitest";

import { documentAt, textAt, valueAt } from "../../src/azure/document.ts";
import type { Keep, Operation, Started, World } from "../../src/ports.ts";
import { valueOr } from "../../src/snapshot/read.ts";
import { idKey } from "../../src/snapshot/resource-id.ts";
import type { PublicAccess, ServiceRole } from "../../src/snapshot/service.ts";
import type { Workspace } from "../../src/snapshot/workspace.ts";
import { estates } from "../../src/twin/estates/catalogue.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import type { Twin } from "../../src/twin/twin.ts";
import { connectTo, connectTwin } from "../support/in-process.ts";
import type { ConnectOptions } from "../support/in-process.ts";
import { runErrorOf } from "../support/run-error.ts";

function estateOf(name: string): EstateDocument {
  const make = estates[name];
  if (make === undefined) throw new Error(`there is no estate ${name}`);
  return make();
}

async function connectedTo(name: string, options: ConnectOptions = {}) {
  const estate = estateOf(name);
  const connected = await connectTwin(estate, options);
  const read = await connected.world.workspaces.workspace(estate.hub);
  if (read.is !== "known") throw new Error("the hub can't be read");
  return { ...connected, estate, hub: read.value };
}

function documentIn(twin: Twin, id: string): unknown {
  return twin.documents().find((document) => idKey(document.id) === idKey(id));
}

function own(hub: Workspace, field: "storageAccount" | "keyVault" | "containerRegistry"): string {
  const id = hub[field];
  if (id === undefined) throw new Error(`the hub has no ${field}`);
  return id;
}

/** For writes whose prior state nobody asks for. */
const unkept: Keep = async () => undefined;

/** Judged on what a read shows right before. */
async function closeAsSeen(world: World, id: string, role: ServiceRole): Promise<Started> {
  return world.publicAccess.closePublicAccess(id, role, await publicAccessOf(world, id, role), unkept);
}

async function publicAccessOf(world: World, id: string, role: ServiceRole): Promise<PublicAccess> {
  const read = await world.services.service(id, role);
  if (read.is !== "known") throw new Error(`${id} can't be read`);
  return read.value.publicAccess;
}

async function finish(started: Started): Promise<string> {
  if (started.is !== "running") return started.is;
  return pollUntilDone(started.operation);
}

async function pollUntilDone(operation: Operation): Promise<string> {
  for (let polls = 0; polls < 20; polls += 1) {
    const state = await operation.poll();
    if (state.is !== "running") return state.is === "failed" ? `failed: ${state.code}` : state.is;
  }
  return "never";
}

async function ruleStatuses(world: World, hub: string): Promise<ReadonlyMap<string, string>> {
  return new Map(valueOr(await world.workspaces.outboundRules(hub), []).map((rule) => [rule.name, rule.status]));
}

describe("closing the public access of the hub's own services", () => {
  it.each([
    ["storageAccount", "storage", "networkAcls"],
    ["keyVault", "keyVault", "networkAcls"],
    ["containerRegistry", "containerRegistry", "networkRuleSet"],
  ] as const)("closes the %s and loses none of its rules, not even unknown ones", async (field, role, rules) => {
    const { world, twin, hub } = await connectedTo("subnet-and-resource-rules", {
      behaviour: { plantUnknownFields: true },
    });
    const id = own(hub, field);
    const before = documentIn(twin, id);
    expect((await closeAsSeen(world, id, role)).is).toBe("answered");
    const after = documentIn(twin, id);
    expect(textAt(after, "properties", "publicNetworkAccess")).toBe("Disabled");
    expect(valueAt(after, "properties", rules)).toMatchObject({
      ...documentAt(before, "properties", rules),
      defaultAction: "Deny",
    });
  });

  it("adds AzureServices to the bypass and leaves the way in otherwise open as it was", async () => {
    const { world, twin, hub } = await connectedTo("subnet-and-resource-rules");
    const id = own(hub, "storageAccount");
    const before = documentIn(twin, id);
    expect((await world.publicAccess.letTrustedServicesIn(id, "storage", unkept)).is).toBe("answered");
    const after = documentIn(twin, id);
    expect(textAt(after, "properties", "networkAcls", "bypass")).toContain("AzureServices");
    for (const field of ["defaultAction", "ipRules", "virtualNetworkRules", "resourceAccessRules"]) {
      expect(valueAt(after, "properties", "networkAcls", field)).toEqual(
        valueAt(before, "properties", "networkAcls", field),
      );
    }
  });

  it("never overwrites what a perimeter manages", async () => {
    const { world, twin, hub } = await connectedTo("perimeter");
    const id = own(hub, "keyVault");
    const before = documentIn(twin, id);
    expect((await runErrorOf(() => closeAsSeen(world, id, "keyVault"))).code).toBe("SFH909");
    expect((await runErrorOf(() => world.publicAccess.letTrustedServicesIn(id, "keyVault", unkept))).code).toBe(
      "SFH909",
    );
    expect(documentIn(twin, id)).toEqual(before);
  });

  it("never writes a connected service", async () => {
    const { world, hub } = await connectedTo("fresh-approved-only");
    const error = await runErrorOf(() => closeAsSeen(world, own(hub, "storageAccount"), "connected"));
    expect(error.code).toBe("SFH908");
  });

  it("is unclear when the answer to a write that took effect is a 500", async () => {
    const faults = [{ on: { method: "PATCH" }, do: { kind: "crashAfter" } } as const];
    const { world, twin, hub } = await connectedTo("fresh-approved-only", { faults });
    const id = own(hub, "storageAccount");
    expect((await closeAsSeen(world, id, "storage")).is).toBe("unclear");
    expect(textAt(documentIn(twin, id), "properties", "publicNetworkAccess")).toBe("Disabled");
    expect(twin.log.filter((entry) => entry.method === "PATCH")).toHaveLength(1);
  });

  it("is not sent when Azure throttles it, and says when to look again, without waiting itself", async () => {
    const faults = [{ on: { method: "PATCH" }, do: { kind: "status", status: 429, retryAfter: 20 } } as const];
    const { world, twin, hub, clock } = await connectedTo("fresh-approved-only", { faults });
    const [id, before] = [own(hub, "storageAccount"), clock.now()];
    expect(await closeAsSeen(world, id, "storage")).toMatchObject({ is: "not sent", retryAfterMs: 20_000 });
    expect(clock.now()).toBe(before);
    expect(textAt(documentIn(twin, id), "properties", "publicNetworkAccess")).toBe("Enabled");
  });

  it("is not sent while another operation is in progress on the service", async () => {
    const faults = [{ on: { method: "PATCH" }, do: { kind: "status", status: 409, code: "Conflict" } } as const];
    const { world, hub } = await connectedTo("fresh-approved-only", { faults });
    expect((await closeAsSeen(world, own(hub, "keyVault"), "keyVault")).is).toBe("not sent");
  });

  it("is unclear after a 503, whatever delay it names, and is not sent again", async () => {
    const faults = [{ on: { method: "PATCH" }, do: { kind: "status", status: 503, retryAfter: 20 } } as const];
    const { world, twin, hub } = await connectedTo("fresh-approved-only", { faults });
    expect((await closeAsSeen(world, own(hub, "storageAccount"), "storage")).is).toBe("unclear");
    expect(twin.log.filter((entry) => entry.method === "PATCH")).toHaveLength(1);
  });

  it.each([
    ["an address range", { ipRanges: ["203.0.113.7"] }],
    ["a subnet", { subnets: ["/subscriptions/s/x/subnets/y"] }],
    ["the default action", { defaultAction: "deny" }],
    ["the bypass", { letsTrustedServicesIn: false }],
    ["the state", { state: "perimeter" }],
  ] as const)("is not sent where it was judged on other facts: %s", async (_what, judged) => {
    const { world, twin, hub } = await connectedTo("fresh-approved-only");
    const id = own(hub, "storageAccount");
    const seen = await publicAccessOf(world, id, "storage");
    const started = await world.publicAccess.closePublicAccess(id, "storage", { ...seen, ...judged }, unkept);
    expect(started.is).toBe("not sent");
    expect(twin.log.filter((entry) => entry.method === "PATCH")).toEqual([]);
  });

  it("is sent where the facts differ only in order and casing", async () => {
    const { world, hub } = await connectedTo("subnet-and-resource-rules");
    const id = own(hub, "storageAccount");
    const seen = await publicAccessOf(world, id, "storage");
    const subnets = seen.subnets.map((subnet) => subnet.toUpperCase()).reverse();
    const resourceInstances = seen.resourceInstances.map((resource) => resource.toUpperCase()).reverse();
    expect(subnets.length + resourceInstances.length).toBeGreaterThan(0);
    const judged = { ...seen, subnets, resourceInstances };
    expect((await world.publicAccess.closePublicAccess(id, "storage", judged, unkept)).is).toBe("answered");
  });

  it("is stopped by a lock, named as such", async () => {
    const estate = estateOf("fresh-approved-only");
    const group = estate.hub.split("/providers/")[0] ?? "";
    const id = `${group}/providers/Microsoft.Authorization/locks/frozen`;
    const lock = { id, name: "frozen", type: "Microsoft.Authorization/locks", properties: { level: "ReadOnly" } };
    const { world } = await connectTwin({ ...estate, resources: [...estate.resources, lock] });
    const read = await world.workspaces.workspace(estate.hub);
    const storage = read.is === "known" ? own(read.value, "storageAccount") : "";
    expect((await runErrorOf(() => closeAsSeen(world, storage, "storage"))).code).toBe("SFH902");
  });
});

describe("the managed network", () => {
  const rule = (hub: Workspace) => ({
    name: "sfh-queue",
    target: own(hub, "storageAccount"),
    subresource: "queue",
    fqdns: [],
    sparkEnabled: true,
  });

  it("takes a rule, which stays Inactive until the network is provisioned", async () => {
    const { world, hub } = await connectedTo("fresh-approved-only");
    expect(await finish(await world.managedNetwork.declareRule(hub.id, rule(hub)))).toMatch(/succeeded|answered/);
    expect((await ruleStatuses(world, hub.id)).get("sfh-queue")).toBe("Inactive");
    const rules = valueOr(await world.workspaces.outboundRules(hub.id), []);
    expect(rules.find((found) => found.name === "sfh-queue")).toMatchObject({
      subresource: "queue",
      sparkEnabled: true,
    });
  });

  it("is provisioned by an operation whose result is read past the network's own status", async () => {
    const { world, hub } = await connectedTo("fresh-approved-only", { pace: { kind: "polls", polls: 3 } });
    const started = await world.managedNetwork.provision(hub.id, { includeSpark: false });
    expect(started.is).toBe("running");
    expect(await finish(started)).toBe("succeeded");
    const after = await world.workspaces.workspace(hub.id);
    expect(after.is === "known" && after.value.managedNetwork.isActive).toBe(true);
    expect(
      [...(await ruleStatuses(world, hub.id))]
        .filter(([name]) => name.startsWith("__SYS_PE_"))
        .map(([, status]) => status),
    ).not.toContain("Inactive");
  });

  it("may be joined by another run through the URL the first one kept", async () => {
    const { world, twin, clock, hub } = await connectedTo("fresh-approved-only", { pace: { kind: "polls", polls: 3 } });
    const started = await world.managedNetwork.provision(hub.id, { includeSpark: false });
    const url = started.is === "running" ? started.operation.url : "";
    const second = await connectTo(twin, clock);
    expect(await pollUntilDone(second.world.managedNetwork.operation(url))).toBe("succeeded");
  });

  it("answers at once when it is active already", async () => {
    const { world, hub } = await connectedTo("hardened");
    expect((await world.managedNetwork.provision(hub.id, { includeSpark: false })).is).toBe("answered");
  });

  it("is polled where the service left the api-version out of the URL", async () => {
    const faults = [{ on: { path: "provisionManagedNetwork" }, do: { kind: "pollUrlWithoutApiVersion" } } as const];
    const { world, hub } = await connectedTo("fresh-approved-only", { faults });
    expect(await finish(await world.managedNetwork.provision(hub.id, { includeSpark: false }))).toBe("succeeded");
  });

  it("tells how its operation failed", async () => {
    const fault = { kind: "failOperation", code: "QuotaExceeded", message: "no room" } as const;
    const faults = [{ on: { path: "provisionManagedNetwork" }, do: fault }];
    const { world, hub } = await connectedTo("fresh-approved-only", { faults });
    expect(await finish(await world.managedNetwork.provision(hub.id, { includeSpark: false }))).toBe(
      "failed: QuotaExceeded",
    );
  });

  it("is busy where another provisioning runs and Azure says so", async () => {
    const options = { pace: { kind: "polls", polls: 50 }, behaviour: { secondProvision: 409 } } as const;
    const { world, hub } = await connectedTo("fresh-approved-only", options);
    await world.managedNetwork.provision(hub.id, { includeSpark: false });
    expect((await world.managedNetwork.provision(hub.id, { includeSpark: false })).is).toBe("busy");
  });
});

describe("role grants and approvals", () => {
  async function storageEndpoint(world: World, hub: Workspace): Promise<string> {
    const service = await world.services.service(own(hub, "storageAccount"), "storage");
    const connections = service.is === "known" ? valueOr(service.value.connections, []) : [];
    return connections[0]?.endpointId ?? "";
  }

  it("give an identity Reader on a private endpoint, and a second time change nothing", async () => {
    const { world, twin, hub } = await connectedTo("fresh-approved-only");
    const scope = await storageEndpoint(world, hub);
    const principalId = hub.identities[0]?.principalId ?? "";
    expect((await world.roleGrants.grantReader(scope, principalId)).is).toBe("answered");
    const after = twin.documents().length;
    expect((await world.roleGrants.grantReader(scope, principalId)).is).toBe("answered");
    expect(twin.documents()).toHaveLength(after);
    const held = await world.roles.permissions(scope, principalId);
    expect(held.is === "known" && held.value.allows.some((set) => set.actions.includes("*/read"))).toBe(true);
  });

  it("count one that exists under another id as given", async () => {
    const estate = estateOf("fresh-approved-only");
    const { world, hub } = await connectedTo("fresh-approved-only");
    const scope = await storageEndpoint(world, hub);
    const principalId = hub.identities[0]?.principalId ?? "";
    const name = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
    const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
    const roleDefinitionId = "/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7";
    const assignment = { id, name, properties: { roleDefinitionId, principalId, scope } };
    const granted = await connectTwin({ ...estate, resources: [...estate.resources, assignment] });
    const before = granted.twin.documents().length;
    expect((await granted.world.roleGrants.grantReader(scope, principalId)).is).toBe("answered");
    expect(granted.twin.documents()).toHaveLength(before);
  });

  it("approve a connection and keep what it says of its endpoint", async () => {
    const { world, hub } = await connectedTo("pending-look-alike");
    const storage = own(hub, "storageAccount");
    const pendingIn = async () => {
      const service = await world.services.service(storage, "storage");
      return service.is === "known" ? valueOr(service.value.connections, []).filter((c) => c.status === "Pending") : [];
    };
    const [pending] = await pendingIn();
    expect(
      (await world.endpointConnections.approve(pending?.id ?? "", { endpointId: pending?.endpointId ?? "" })).is,
    ).toBe("answered");
    expect(await pendingIn()).toEqual([]);
    const service = await world.services.service(storage, "storage");
    const connections = service.is === "known" ? valueOr(service.value.connections, []) : [];
    expect(connections.find((connection) => connection.name === pending?.name)?.endpointId).toBe(pending?.endpointId);
  });

  it("approve nothing where the connection leads to another endpoint than the one judged", async () => {
    const { world, twin, hub } = await connectedTo("pending-look-alike");
    const service = await world.services.service(own(hub, "storageAccount"), "storage");
    const connections = service.is === "known" ? valueOr(service.value.connections, []) : [];
    const pending = connections.find((connection) => connection.status === "Pending");
    const judged = { endpointId: `${pending?.endpointId ?? ""}-other` };
    const error = await runErrorOf(() => world.endpointConnections.approve(pending?.id ?? "", judged));
    expect(error.code).toBe("SFH915");
    expect(twin.log.filter((entry) => entry.method === "PUT")).toEqual([]);
  });

  it("are asked again later where the directory doesn't know the principal yet", async () => {
    const fault = { kind: "status", status: 400, code: "PrincipalNotFound" } as const;
    const { world, hub } = await connectedTo("fresh-approved-only", { faults: [{ on: { method: "PUT" }, do: fault }] });
    const scope = await storageEndpoint(world, hub);
    expect((await world.roleGrants.grantReader(scope, hub.identities[0]?.principalId ?? "")).is).toBe("busy");
  });
});
