import { describe, expect, it } from "vitest";

import { observe } from "../../src/observe/observe.ts";
import { mapBounded } from "../../src/observe/read-all.ts";
import { valueOr } from "../../src/snapshot/read.ts";
import { nameOf, typeOf } from "../../src/snapshot/resource-id.ts";
import type { Snapshot } from "../../src/snapshot/snapshot.ts";
import { estates } from "../../src/twin/estates/catalogue.ts";
import type { ArmDocument, EstateDocument } from "../../src/twin/estate.ts";
import { connectTwin } from "../support/in-process.ts";
import type { ConnectOptions } from "../support/in-process.ts";
import { runErrorOf } from "../support/run-error.ts";

function estateOf(name: string): EstateDocument {
  const make = estates[name];
  if (make === undefined) throw new Error(`there is no estate ${name}`);
  return make();
}

async function observed(
  estate: EstateDocument,
  options: ConnectOptions = {},
  hub: string = estate.hub,
): Promise<Snapshot> {
  const { world, clock } = await connectTwin(estate, options);
  return observe(world, { hub, extraTargets: [], clock });
}

/** The estate with each document replaced by what `change` makes of it, or dropped. */
function changed(estate: EstateDocument, change: (document: ArmDocument) => ArmDocument | undefined): EstateDocument {
  return { ...estate, resources: estate.resources.flatMap((document) => change(document) ?? []) };
}

function idOf(estate: EstateDocument, type: string, part = ""): string {
  const found = estate.resources.find(({ id }) => typeOf(id) === type.toLowerCase() && id.includes(part));
  if (found === undefined) throw new Error(`no ${type} ${part}`);
  return found.id;
}

const workspaceType = "Microsoft.MachineLearningServices/workspaces";

describe("observing a hub", () => {
  it.each(Object.keys(estates).filter((name) => name !== "fleet"))(
    "reads all of %s and leaves nothing unread",
    async (name) => {
      const snapshot = await observed(estateOf(name));
      expect(snapshot.unread).toEqual([]);
      expect(snapshot.services.map((service) => service.role).filter((role) => role === "hub")).toHaveLength(1);
      for (const part of [
        snapshot.projects,
        snapshot.outboundRules,
        snapshot.computes,
        snapshot.hubConnections,
        snapshot.dependents,
      ]) {
        expect(part.is).toBe("known");
      }
      expect(snapshot.permissions.every(({ held }) => held.is === "known")).toBe(true);
    },
  );

  it("changes nothing", async () => {
    const estate = estateOf("fresh-approved-only");
    const { world, twin, clock } = await connectTwin(estate);
    const before = twin.documents();
    await observe(world, { hub: estate.hub, extraTargets: [], clock });
    expect(twin.documents()).toEqual(before);
    expect(twin.log.filter((entry) => entry.isWrite)).toEqual([]);
  });

  it("looks the same twice, though rules come in another order each time", async () => {
    const estate = estateOf("fresh-approved-only");
    const { world, clock } = await connectTwin(estate);
    const look = () => observe(world, { hub: estate.hub, extraTargets: [], clock });
    expect(await look()).toEqual(await look());
  });

  it("is whole with two rows a page", async () => {
    const estate = estateOf("fresh-approved-only");
    const [whole, paged] = [await observed(estate), await observed(estate, { behaviour: { pageSize: 2 } })];
    // Not the rules: a list that changes its order from page to page can't be put together by anyone.
    for (const part of ["projects", "hubConnections", "privateEndpoints", "zones", "dependents"] as const) {
      expect(paged[part]).toEqual(whole[part]);
    }
  });

  it("finds everything by an id in another casing", async () => {
    const estate = estateOf("fresh-approved-only");
    const snapshot = await observed(estate, {}, estate.hub.toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions"));
    expect(
      valueOr(snapshot.projects, [])
        .map((project) => project.workspace.name)
        .sort(),
    ).toEqual(["proj-orders", "proj-shipping"]);
    expect(snapshot.services.filter((service) => service.role !== "connected")).toHaveLength(4);
  });

  it("is told when it began, and who asked", async () => {
    const estate = estateOf("hardened");
    const snapshot = await observed(estate);
    expect(snapshot.readAt).toBe(Date.UTC(2026, 10, 22));
    expect(snapshot.caller).toBe(estate.caller.objectId);
  });

  it("goes on through a bad minute of Azure's", async () => {
    const estate = estateOf("fresh-approved-only");
    const faults = [
      { on: { path: "/outboundRules" }, do: { kind: "reset" } },
      { on: { path: "/privateEndpointConnections" }, do: { kind: "status", status: 429, retryAfter: 5 }, times: 3 },
      { on: { path: "/privateDnsZones" }, do: { kind: "status", status: 503 }, times: 2 },
      { on: { path: "/datastores" }, do: { kind: "truncate" } },
    ] as const;
    const snapshot = await observed(estate, { faults });
    expect({ ...snapshot, readAt: 0 }).toEqual({ ...(await observed(estate)), readAt: 0 });
  });
});

describe("an id that is not a hub's", () => {
  it("of a project names the project's hub", async () => {
    const estate = estateOf("fresh-approved-only");
    const error = await runErrorOf(() => observed(estate, {}, idOf(estate, workspaceType, "proj-orders")));
    expect(error.code).toBe("SFH910");
    expect(error.details.fix?.toLowerCase()).toContain(estate.hub.toLowerCase());
  });

  it.each([
    ["/providers/Microsoft.CognitiveServices/accounts/a", /Foundry resource/],
    ["/providers/Microsoft.CognitiveServices/accounts/a/projects/p", /Foundry resource/],
    ["/providers/Microsoft.Storage/storageAccounts/st", /microsoft.storage\/storageaccounts/],
  ])("%s says what it is", async (tail, what) => {
    const estate = estateOf("fresh-approved-only");
    const id = `/subscriptions/${estate.subscriptions[0]?.subscriptionId ?? ""}/resourceGroups/g${tail}`;
    const error = await runErrorOf(() => observed(estate, {}, id));
    expect(error.code).toBe("SFH910");
    expect(error.message).toMatch(what);
  });

  it.each(["Default", "FeatureStore", "Lean"])("of kind %s is refused as well", async (kind) => {
    const estate = estateOf("fresh-approved-only");
    const other = changed(estate, (document) => (document.id === estate.hub ? { ...document, kind } : document));
    expect((await runErrorOf(() => observed(other))).code).toBe("SFH910");
  });

  it("of nothing at all says where to look", async () => {
    const estate = estateOf("fresh-approved-only");
    const error = await runErrorOf(() => observed(estate, {}, `${estate.hub}-gone`));
    expect(error.code).toBe("SFH911");
    expect(error.details.fix).toContain("az resource list");
  });

  it("that the caller can't read says which grant is missing", async () => {
    const estate = estateOf("fresh-approved-only");
    const stranger = changed(estate, (document) =>
      typeOf(document.id) === "microsoft.authorization/roleassignments" ? undefined : document,
    );
    const error = await runErrorOf(() => observed(stranger));
    expect(error.code).toBe("SFH911");
    expect(error.details.fix).toContain("--role Reader");
  });
});

describe("what is around a hub", () => {
  it("are projects it lists in another casing or doesn't list at all, each once", async () => {
    const estate = estateOf("fresh-approved-only");
    const associatedWorkspaces = [idOf(estate, workspaceType, "proj-orders").toUpperCase()];
    const odd = changed(estate, (document) =>
      document.id === estate.hub
        ? { ...document, properties: { ...document.properties, associatedWorkspaces } }
        : document,
    );
    const names = valueOr((await observed(odd)).projects, []).map((project) => project.workspace.name);
    expect(names.sort()).toEqual(["proj-orders", "proj-shipping"]);
  });

  it("is another hub on the same storage account, with its rules and what it uses", async () => {
    const snapshot = await observed(estateOf("shared-storage"));
    const dependents = valueOr(snapshot.dependents, []).flatMap((d) => (d.kind === "workspace" ? [d] : []));
    expect(dependents.map((dependent) => dependent.workspace.name)).toEqual(["hub-adventureworks-lab"]);
    expect(dependents[0]?.uses.map(typeOf)).toEqual(["microsoft.storage/storageaccounts"]);
    expect(dependents[0]?.outboundRules.is).toBe("known");
  });

  it("are the networks that a subnet rule lets in, though no endpoint is there", async () => {
    const snapshot = await observed(estateOf("subnet-and-resource-rules"));
    const withEndpoint = new Set(snapshot.privateEndpoints.map((endpoint) => nameOf(endpoint.network)));
    expect(snapshot.networks.map((network) => network.name).filter((name) => !withEndpoint.has(name))).toEqual([
      "vnet-fourthcoffee-branch",
    ]);
  });

  it("are answers of custom name servers for the hub's names and those of its services", async () => {
    const snapshot = await observed(estateOf("fresh-internet-outbound"));
    const names = new Set(snapshot.nameAnswers.map((answer) => answer.name));
    const expected = snapshot.services
      .filter((service) => service.role !== "connected")
      .flatMap((service) => service.doors.flatMap((door) => door.names));
    expect([...names]).toEqual(expect.arrayContaining(expected));
    expect(snapshot.nameAnswers.some(({ answer }) => answer.is === "nxdomain")).toBe(true);
  });

  it("is no question to a name server where Azure answers", async () => {
    expect((await observed(estateOf("fresh-approved-only"))).nameAnswers).toEqual([]);
  });

  it("are permissions of every identity at each endpoint of the storage account, and of the approver at each target", async () => {
    const snapshot = await observed(estateOf("fresh-approved-only"));
    const at = (type: string) => snapshot.permissions.filter(({ scope }) => typeOf(scope) === type);
    const identities = [snapshot.hub, ...valueOr(snapshot.projects, []).map((p) => p.workspace)].flatMap(
      (w) => w.identities,
    );
    expect(at("microsoft.network/privateendpoints")).toHaveLength(2 * identities.length);
    expect(at("microsoft.search/searchservices").map((p) => p.principalId)).toEqual([
      snapshot.hub.approvingIdentity?.principalId,
    ]);
  });

  it("is a target that only the spec names", async () => {
    const estate = changed(estateOf("fresh-approved-only"), (document) =>
      typeOf(document.id).endsWith("/connections") && document.id.includes("srch") ? undefined : document,
    );
    const target = idOf(estate, "Microsoft.Search/searchServices");
    const { world, clock } = await connectTwin(estate);
    const seen = async (extraTargets: { target: string; subresource: string }[]) =>
      (await observe(world, { hub: estate.hub, extraTargets, clock })).services.map((service) =>
        service.id.toLowerCase(),
      );
    expect(await seen([])).not.toContain(target.toLowerCase());
    expect(await seen([{ target, subresource: "searchService" }])).toContain(target.toLowerCase());
  });

  it("is unread, never absent, where the caller may not look", async () => {
    const estate = estateOf("fresh-approved-only");
    const faults = [
      {
        on: { path: "/virtualNetworks/" },
        do: { kind: "status", status: 403, code: "AuthorizationFailed" },
        times: 99,
      },
      {
        on: { path: "/virtualNetworkLinks" },
        do: { kind: "status", status: 403, code: "AuthorizationFailed" },
        times: 99,
      },
      { on: { path: "/computes" }, do: { kind: "status", status: 403, code: "AuthorizationFailed" }, times: 99 },
      {
        on: { path: "/privateEndpoints/" },
        do: { kind: "status", status: 403, code: "AuthorizationFailed" },
        times: 1,
      },
      {
        on: { path: "/roleDefinitions/" },
        do: { kind: "status", status: 403, code: "AuthorizationFailed" },
        times: 99,
      },
    ] as const;
    const snapshot = await observed(estate, { faults });
    expect(snapshot.networks).toEqual([]);
    expect(snapshot.computes.is).toBe("unknown");
    expect(snapshot.zones.every((zone) => zone.links.is === "unknown")).toBe(true);
    const what = new Set(snapshot.unread.map((unread) => unread.what));
    expect([...what].sort()).toEqual([
      "links of a private DNS zone",
      "private endpoint",
      "role assignments and access policies",
      "virtual network",
    ]);
    expect(snapshot.inner.unread.map((unread) => unread.what)).toContain("computes of proj-orders");
    expect(snapshot.permissions.some(({ held }) => held.is === "unknown")).toBe(true);
  });
});

describe("reading many things", () => {
  it("keeps the order and never has more than eight on their way", async () => {
    let inFlight = 0;
    let most = 0;
    const results = await mapBounded(
      Array.from({ length: 40 }, (_, i) => i),
      async (i) => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        for (let turns = 0; turns < 40 - i; turns += 1) await Promise.resolve();
        inFlight -= 1;
        return i * 2;
      },
    );
    expect(results).toEqual(Array.from({ length: 40 }, (_, i) => i * 2));
    expect(most).toBe(8);
  });
});
