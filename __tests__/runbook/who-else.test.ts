/** Who else uses a service: nobody is cut off unseen, what keeps working is shown, and one loss is accepted at a time. */
import { describe, expect, it } from "vitest";
import type { LossCode } from "../../src/checks/codes/losses.ts";
import type { Report, ReportStep } from "../../src/report/report.ts";
import type { ArmDocument, EstateDocument } from "../../src/twin/estate.ts";
import { estateNamed, find, grant, withDocuments, withProperties } from "../support/edit-estate.ts";
import type { ConnectOptions } from "../support/in-process.ts";
import { closeEverything, runOnTwin, type TwinRun } from "./run-on-twin.ts";

const fresh = estateNamed("fresh-approved-only");
const storage = find(fresh, "/storageAccounts/stnorthwindai").id;
const vault = find(fresh, "/vaults/kv-northwind-ai").id;
const registry = find(fresh, "/registries/crnorthwindai").id;
const stranger = "5afe0000-1111-4222-8333-444455556666";
const roles = {
  blobs: "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
  secrets: "00482a5a-887f-4fb3-b363-3b7fe8e74483",
  pull: "7f951dda-4ed3-4680-a7ca-43fe172d538d",
};

/** A key vault that goes by access policies, with one of the stranger's. */
const withPolicy = withProperties(fresh, vault, {
  enableRbacAuthorization: false,
  accessPolicies: [{ tenantId: fresh.tenantId, objectId: stranger, permissions: { secrets: ["get"] } }],
});

function assigned(scope: string, role: string, principalType = "ServicePrincipal"): EstateDocument {
  const assignment = grant(fresh, scope, stranger, role);
  return withDocuments(fresh, { ...assignment, properties: { ...assignment.properties, principalType } });
}

function accept(code: LossCode, resource: string, origin: string): TwinOptions {
  return { spec: closeEverything({ accept: [{ code, resource, origin, reason: "they are told" }] }) };
}

type TwinOptions = ConnectOptions & { readonly spec?: ReturnType<typeof closeEverything> };

function closingOf(report: Report, resource: string): ReportStep | undefined {
  return report.steps.find((s) => s.kind === "close-public-access" && s.resourceId === resource);
}

function isOpen(run: TwinRun, resource: string): boolean {
  const properties = run.twin.documents().find((d) => d.id === resource)?.properties;
  return properties?.publicNetworkAccess !== "Disabled";
}

describe("an identity that isn't this hub's", () => {
  const group = storage.split("/providers/")[0] ?? "";
  it.each([
    ["a role on storage", assigned(storage, roles.blobs), storage],
    ["a role on a container", assigned(storage, roles.blobs), storage],
    ["a role on the vault", assigned(vault, roles.secrets), vault],
    ["a role on the registry", assigned(registry, roles.pull), registry],
    ["an access policy", withPolicy, vault],
  ])("with %s keeps that door open, by its object id, and no other", async (_by, estate, resource) => {
    const run = await runOnTwin(estate);
    const report = await run.apply();
    const refusals = closingOf(report, resource)?.refusals ?? [];
    expect([...new Set(refusals.map((r) => r.code))]).toEqual(["SFH324"]);
    expect(refusals.every((r) => r.lost.includes(stranger) && r.acceptable?.origin === stranger)).toBe(true);
    expect([report.verdict, isOpen(run, resource)]).toEqual(["refused", true]);
    const others = [storage, vault, registry].filter((id) => id !== resource);
    expect(others.map((id) => isOpen(run, id))).toEqual([false, false]);
  });

  it("with a role at the resource group keeps open what the role is good for", async () => {
    const run = await runOnTwin(assigned(group, roles.blobs));
    await run.apply();
    expect([storage, vault, registry].map((id) => isOpen(run, id))).toEqual([true, false, false]);
  });

  it("is given up by name, and the report keeps why", async () => {
    const run = await runOnTwin(assigned(storage, roles.blobs), accept("SFH324", storage, stranger));
    const report = await run.apply();
    expect([report.verdict, isOpen(run, storage)]).toEqual(["private", false]);
    const kept = report.findings.filter((f) => f.code === "SFH324");
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.every((f) => f.state === "accepted" && f.detail.includes("they are told"))).toBe(true);
    expect(closingOf(report, storage)?.accepted[0]).toMatchObject({ code: "SFH324", origin: stranger });
  });

  it.each([
    ["another code", accept("SFH321", storage, stranger)],
    ["another service", accept("SFH324", vault, stranger)],
    ["another identity", accept("SFH324", storage, "5afe0000-0000-4000-8000-000000000000")],
    ["whoever can't be listed", accept("SFH327", storage, "other-identities")],
  ])("is not given up by %s, and the entry that matches nothing is said", async (_what, options) => {
    const run = await runOnTwin(assigned(storage, roles.blobs), options);
    const report = await run.apply();
    expect([report.verdict, isOpen(run, storage)]).toEqual(["refused", true]);
    expect(report.findings.some((f) => f.code === "SFH406")).toBe(true);
  });

  it.each([
    ["a compute of a project", "computes"],
    ["an online endpoint of a project", "onlineEndpoints"],
  ])("is one of the hub's where it is that of %s", async (_what, type) => {
    const project = find(fresh, "/workspaces/proj-orders").id;
    const inner: ArmDocument = {
      id: `${project}/${type}/inner`,
      name: "inner",
      type: `Microsoft.MachineLearningServices/workspaces/${type}`,
      location: "eastus2",
      identity: { type: "SystemAssigned", principalId: stranger, tenantId: fresh.tenantId },
      properties: { computeType: "AmlCompute", provisioningState: "Succeeded" },
    };
    const run = await runOnTwin(withDocuments(assigned(storage, roles.blobs), inner));
    expect((await run.apply()).verdict).toBe("private");
  });

  it("is no reason to refuse where it is a group's or a person's: they come in by their networks", async () => {
    for (const principalType of ["Group", "User"]) {
      const report = await (await runOnTwin(assigned(storage, roles.blobs, principalType))).plan();
      const line = closingOf(report, storage)?.account.find((l) => l.from.startsWith("identities"));
      expect([closingOf(report, storage)?.state, line?.fate]).toEqual(["planned", "none seen"]);
      expect(line?.why.includes(stranger)).toBe(principalType === "Group");
    }
  });

  it("may be there where role assignments can't be read: refused until accepted, never taken for none", async () => {
    const faults = [
      {
        on: { method: "GET", path: /crnorthwindai\/providers\/Microsoft\.Authorization\/roleAssignments$/i },
        do: { kind: "status", status: 403, code: "AuthorizationFailed" } as const,
        times: 1_000_000,
      },
    ];
    const run = await runOnTwin(fresh, { faults });
    const report = await run.apply();
    const refusals = closingOf(report, registry)?.refusals ?? [];
    expect(refusals.map((r) => [r.code, r.acceptable?.origin])).toEqual([["SFH327", "other-identities"]]);
    expect(isOpen(run, registry)).toBe(true);
    const accepted = await runOnTwin(fresh, { faults, ...accept("SFH327", registry, "other-identities") });
    await accepted.apply();
    expect(isOpen(accepted, registry)).toBe(false);
  });
});

describe("an AI service next door", () => {
  const account: ArmDocument = {
    id: `${storage.split("/providers/")[0] ?? ""}/providers/Microsoft.CognitiveServices/accounts/ais-next-door`,
    name: "ais-next-door",
    type: "Microsoft.CognitiveServices/accounts",
    location: "eastus2",
    kind: "AIServices",
    identity: { type: "SystemAssigned", principalId: stranger, tenantId: fresh.tenantId },
    properties: {},
  };

  it("that keeps its data in the hub's storage stays let in as a trusted service, and that is shown", async () => {
    const properties = { userOwnedStorage: [{ resourceId: storage.toUpperCase() }] };
    const run = await runOnTwin(withDocuments(assigned(storage, roles.blobs), { ...account, properties }));
    const report = await run.apply();
    expect(report.verdict).toBe("private");
    const line = closingOf(report, storage)?.account.find((l) => l.from.includes("ais-next-door"));
    expect([line?.fate, line?.why.includes("trusted")]).toEqual(["stays open", true]);
  });

  it("that keeps its key in the hub's vault keeps the vault open: what a vault's bypass does for it is not confirmed", async () => {
    const keyVaultProperties = { keyName: "k", keyVaultUri: "https://kv-northwind-ai.vault.azure.net" };
    const properties = { encryption: { keySource: "Microsoft.KeyVault", keyVaultProperties } };
    const run = await runOnTwin(withDocuments(fresh, { ...account, properties }));
    const report = await run.apply();
    expect(closingOf(report, vault)?.refusals.map((r) => r.code)).toEqual(["SFH323"]);
    expect([isOpen(run, vault), isOpen(run, storage)]).toEqual([true, false]);
  });
});

describe("the account of a closing", () => {
  it("names what stays open and why, what closes as it may, and of what none was seen", async () => {
    const report = await (await runOnTwin(fresh)).plan();
    const account = closingOf(report, storage)?.account ?? [];
    const fateOf = (from: string): string | undefined => account.find((line) => line.from.includes(from))?.fate;
    expect(fateOf("managed network")).toBe("stays open");
    expect(fateOf("vnet-northwind")).toBe("stays open");
    expect(fateOf("trusted Microsoft services")).toBe("stays open");
    expect(fateOf("the public internet")).toBe("closes, as it may");
    expect(fateOf("this runner")).toBe("closes, as it may");
    const unseen = account.filter((line) => line.fate === "none seen");
    expect(unseen.map((line) => line.from)).toEqual([
      "allow-listed address ranges",
      "subnets let in by a rule",
      "resource instances let in by a rule",
      "private endpoints from elsewhere",
      "other hubs, projects and AI services",
      "identities that aren't this hub's",
    ]);
    expect(unseen.at(-1)?.why).toContain("account key");
  });

  it("shows somebody else's approved private endpoint as what keeps working", async () => {
    const endpoint = `/subscriptions/5ca1ab1e-0000-4000-8000-000000000000/resourceGroups/theirs/providers/Microsoft.Network/privateEndpoints/pe-theirs`;
    const connection: ArmDocument = {
      id: `${vault}/privateEndpointConnections/pe-theirs.1`,
      name: "pe-theirs.1",
      properties: {
        provisioningState: "Succeeded",
        privateEndpoint: { id: endpoint },
        privateLinkServiceConnectionState: { status: "Approved", description: "" },
      },
    };
    const report = await (await runOnTwin(withDocuments(fresh, connection))).apply();
    const line = closingOf(report, vault)?.account.find((l) => l.from.includes("pe-theirs"));
    expect([line?.fate, report.verdict]).toEqual(["stays open", "private"]);
  });

  it("of a first endpoint names zone, network and the record that is missing", async () => {
    const report = await (await runOnTwin(estateNamed("first-endpoint"))).plan();
    const refusal = report.steps.flatMap((s) => s.refusals).find((r) => r.code === "SFH328");
    expect(refusal?.lost).toMatch(/clients in vnet-\S+ .*privatelink\.vaultcore\.azure\.net/);
    expect(refusal?.missing).toMatch(/A record \S+ in privatelink\.vaultcore\.azure\.net/);
    expect(refusal?.acceptable?.code).toBe("SFH328");
  });
});

describe("this runner", () => {
  const network = fresh.resources.find((d) => /\/virtualNetworks\/vnet-northwind-core$/i.test(d.id))?.id ?? "";
  it.each([
    ["in the network it is said to be in", { network, addresses: [] }, "open"],
    ["outside, where no address fits", { network: undefined, addresses: ["192.0.2.9"] }, "blocked"],
    ["somewhere, where an address may fit by chance", { network: undefined, addresses: ["10.20.0.9"] }, "unknown"],
  ])("is %s", async (_where, runner, after) => {
    const [prefix] = /10\.\d+/.exec(JSON.stringify(find(fresh, network).properties?.addressSpace)) ?? ["10.20"];
    const addresses = runner.addresses.map((a) => a.replace("10.20", prefix));
    const report = await (await runOnTwin(fresh, { runner: { ...runner, addresses } })).apply();
    const paths = report.paths.filter((p) => p.from === "this runner" && p.to === "stnorthwindai blob");
    expect(paths.map((p) => [p.after, p.required])).toEqual([[after, false]]);
    expect(report.verdict).toBe("private");
  });
});
