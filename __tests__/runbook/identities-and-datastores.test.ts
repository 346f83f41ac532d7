import { describe, expect, it } from "vitest";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { estateNamed, find, grant, withDocuments, withProperties, without } from "../support/edit-estate.ts";
import { valueAt } from "../support/expectation.ts";
import { closeEverything, runOnTwin, type TwinRun } from "./run-on-twin.ts";

const fresh = estateNamed("fresh-approved-only");
const hardened = estateNamed("hardened");
const readerRole = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const grants = (run: TwinRun): readonly unknown[] => run.writes().filter((w) => w.id.includes("/roleAssignments/"));
const principalOf = (workspace: string): string =>
  String(valueAt(find(fresh, `/workspaces/${workspace}`), "identity.principalId"));

describe("Reader on the storage private endpoints", () => {
  it("is granted once to each identity on each customer endpoint, under the same id on every run, and to nobody else", async () => {
    const [a, b] = [await runOnTwin(fresh), await runOnTwin(fresh)];
    await a.apply();
    await b.apply();
    const ids = (run: TwinRun): readonly string[] =>
      run
        .writes()
        .filter((w) => w.id.includes("/roleAssignments/"))
        .map((w) => w.id);
    expect(ids(a)).toHaveLength(6);
    expect(ids(a)).toEqual(ids(b));
    expect(ids(a).every((id) => /\/privateEndpoints\/pe-stnorthwindai-(blob|file)\//.test(id))).toBe(true);
  });

  it("is satisfied by any assignment at or above the endpoint", async () => {
    const group = find(fresh, "/privateEndpoints/pe-stnorthwindai-blob").id.split("/providers/")[0] ?? "";
    const principals = ["hub-northwind", "proj-orders", "proj-shipping"].map(principalOf);
    const above = withDocuments(fresh, ...principals.map((p) => grant(fresh, group, p, readerRole)));
    const run = await runOnTwin(above);
    expect((await run.apply()).verdict).toBe("private");
    expect(grants(run)).toEqual([]);
  });

  it("is waited for while assignments replicate slowly, and storage isn't closed before they can act", async () => {
    const run = await runOnTwin(fresh, { behaviour: { roleAssignmentReplication: 4 * 60_000 } });
    expect((await run.apply()).verdict).toBe("private");
    const log = run.twin.log.filter((w) => w.isWrite);
    const lastGrant = Math.max(...log.filter((w) => w.id.includes("/roleAssignments/")).map((w) => w.at));
    const closing = log.find((w) => w.method === "PATCH" && w.id.endsWith("stnorthwindai"))?.at ?? 0;
    expect(closing - lastGrant).toBeGreaterThanOrEqual(10 * 60_000);
  });

  it("taken by a deny assignment counts as missing, and what can't be granted keeps storage open", async () => {
    const endpoint = find(hardened, "/privateEndpoints/pe-stnorthwindai-blob").id;
    const principal = String(valueAt(find(hardened, "/workspaces/proj-orders"), "identity.principalId"));
    const denied = withDocuments(
      withProperties(hardened, "/storageAccounts/stnorthwindai", { publicNetworkAccess: "Enabled" }),
      {
        id: `${endpoint}/providers/Microsoft.Authorization/denyAssignments/d1d1d1d1-0000-4000-8000-000000000001`,
        name: "d1d1d1d1-0000-4000-8000-000000000001",
        type: "Microsoft.Authorization/denyAssignments",
        properties: {
          permissions: [{ actions: ["Microsoft.Network/privateEndpoints/read"], notActions: [] }],
          scope: endpoint,
          principals: [{ id: principal, type: "ServicePrincipal" }],
          excludePrincipals: [],
        },
      },
    );
    const run = await runOnTwin(denied);
    const report = await run.apply();
    expect(report.findings.find((f) => f.code === "SFH401")?.state).not.toBe("fixed");
    expect(
      valueAt(
        find({ resources: run.twin.documents() }, "/storageAccounts/stnorthwindai"),
        "properties.publicNetworkAccess",
      ),
    ).toBe("Enabled");
  });
});

describe("workspaceblobstore", () => {
  const project = find(fresh, "/workspaces/proj-orders").id;

  it("that is late is waited for, and the run ends private once it is there", async () => {
    const run = await runOnTwin(fresh, { behaviour: { lateDatastores: { [project]: 50 * 60_000 } } });
    const report = await run.apply();
    expect(report.verdict).toBe("private");
    expect(report.findings.find((f) => f.code === "SFH501")?.state).toBe("fixed");
  });

  it("that stays away past its budget is incomplete, with the network closed and working", async () => {
    const run = await runOnTwin(fresh, { behaviour: { lateDatastores: { [project]: 9 * 3_600_000 } } });
    const report = await run.apply();
    expect(report.verdict).toBe("incomplete");
    expect(report.errors.map((e) => [e.code, e.message.includes("proj-orders")])).toEqual([["SFH914", true]]);
  });

  it("that can't come, because account keys are refused, is not waited for", async () => {
    const keyless = withProperties(
      without(fresh, /\/proj-orders\/(datastores|connections)\/workspaceblobstore$/i),
      "/storageAccounts/stnorthwindai",
      { allowSharedKeyAccess: false },
    );
    const run = await runOnTwin(keyless);
    const report = await run.apply();
    expect(report.steps.map((s) => s.kind)).not.toContain("await-datastore");
    expect(
      report.findings
        .filter((f) => f.state === "open")
        .map((f) => f.code)
        .sort(),
    ).toEqual(["SFH501", "SFH503"]);
    expect(report.verdict).toBe("drift");
  });

  it.each([
    [
      "the rule to blob isn't Active",
      (e: EstateDocument) => withProperties(e, ruleTo(e, "blob"), { status: "Failed" }),
      /is Failed/,
    ],
    ["the rule's connection isn't Approved", (e: EstateDocument) => pendingConnection(e), /is not Approved/],
    [
      "the private zone has no record",
      (e: EstateDocument) => without(e, /privatelink\.blob\.[^/]*\/A\/stnorthwindai$/i),
      /no record/,
    ],
  ])("that is missing because %s is not waited for, and the finding names that link", async (_what, change, says) => {
    const missing = without(change(hardened), /\/proj-orders\/(datastores|connections)\/workspaceblobstore$/i);
    const run = await runOnTwin(missing, { spec: closeEverything({ publicAccess: { storage: "AsFound" } }) });
    const report = await run.plan();
    expect(report.steps.map((s) => s.kind)).not.toContain("await-datastore");
    expect(report.findings.find((f) => f.code === "SFH501")?.detail).toMatch(says);
  });

  it.each([
    ["another account", { accountName: "stsomewhere" }],
    ["another project's container", { containerName: "azureml-blobstore-00000000-0000-4000-8000-000000000000" }],
  ])("that points at %s is a finding, and is never written", async (_what, change) => {
    const elsewhere = withProperties(hardened, "/proj-orders/datastores/workspaceblobstore", change);
    const run = await runOnTwin(elsewhere);
    const report = await run.apply();
    expect(report.findings.map((f) => [f.code, f.state])).toEqual([["SFH502", "open"]]);
    expect(run.writes()).toEqual([]);
  });
});

describe("the id given as hub", () => {
  it.each([
    ["a project", find(fresh, "/workspaces/proj-orders").id, "SFH910", /hub-northwind/],
    ["an AI Services account", find(fresh, "/accounts/ais-northwind").id, "SFH910", /CognitiveServices|Foundry/],
    ["a hub that isn't there", `${fresh.hub}x`, "SFH911", /there is no such workspace/],
  ])("that is %s ends in one error that says so, and nothing is written", async (_what, hub, code, says) => {
    const run = await runOnTwin(fresh, { hub });
    await expect(run.plan()).rejects.toMatchObject({ code, message: expect.stringMatching(says) as string });
    expect(run.writes()).toEqual([]);
  });
});

function ruleTo(estate: EstateDocument, subresource: string): string {
  const rule = estate.resources.find(
    (d) => d.id.includes("/outboundRules/") && valueAt(d, "properties.destination.subresourceTarget") === subresource,
  );
  return rule?.id ?? "";
}

function pendingConnection(estate: EstateDocument): EstateDocument {
  const name = ruleTo(estate, "blob").split("/").at(-1) ?? "";
  const connection = estate.resources.find((d) =>
    String(valueAt(d, "properties.privateEndpoint.id")).endsWith(`/${name}`),
  );
  return withProperties(estate, connection?.id ?? "", { privateLinkServiceConnectionState: { status: "Pending" } });
}
