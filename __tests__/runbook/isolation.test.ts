/** The isolation mode only ever tightens, and the program never changes it: findings say what is possible, and whose it is. */
import { describe, expect, it } from "vitest";
import type { ReportFinding } from "../../src/report/report.ts";
import type { ArmDocument, EstateDocument } from "../../src/twin/estate.ts";
import { estateNamed, find, withDocuments, withProperties } from "../support/edit-estate.ts";
import { closeEverything, runOnTwin } from "./run-on-twin.ts";

const strict = estateNamed("fresh-approved-only");
const hub = find(strict, "/workspaces/hub-northwind");
const project = find(strict, "/workspaces/proj-orders");

const withMode = (isolationMode: string): EstateDocument =>
  withProperties(strict, "/workspaces/hub-northwind", { managedNetwork: { isolationMode } });

async function findingOf(estate: EstateDocument, code: string, isolationMode = "AsFound"): Promise<ReportFinding> {
  const run = await runOnTwin(estate, { spec: closeEverything({ isolationMode }) });
  const report = await run.plan();
  const found = report.findings.filter((finding) => finding.code === code);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ resourceId: hub.id, state: "open" });
  return found[0] ?? Promise.reject(new Error(`no ${code}`));
}

const update = "az ml workspace update --name hub-northwind --resource-group rg-northwind-ai --managed-network";

describe("an isolation mode that isn't the one asked for", () => {
  it("can be tightened, one-way, by whoever owns it", async () => {
    const { detail, fix } = await findingOf(withMode("AllowInternetOutbound"), "SFH103", "AllowOnlyApprovedOutbound");
    expect(detail).toContain("the change is possible, and one-way");
    expect(fix).toContain(`${update} allow_only_approved_outbound`);
  });

  it("can't be loosened at all", async () => {
    const { detail, fix } = await findingOf(strict, "SFH103", "AllowInternetOutbound");
    expect(detail).toContain("Azure never goes back to that");
    expect(fix).toContain("Impossible on this hub");
    expect(fix).not.toContain("az ml");
  });
});

describe("a hub without a managed network", () => {
  const disabled = withMode("Disabled");
  const inside = (parent: ArmDocument, type: string, name: string, fields: Partial<ArmDocument>): ArmDocument => ({
    ...{ id: `${parent.id}/${type}/${name}`, name, location: "swedencentral" },
    type: `Microsoft.MachineLearningServices/workspaces/${type}`,
    ...fields,
  });
  const managed = [
    inside(hub, "computes", "ci-anna", { properties: { computeType: "ComputeInstance" } }),
    inside(project, "onlineEndpoints", "score", { kind: "Managed", properties: {} }),
  ];
  const attached = [
    inside(hub, "computes", "aks", { properties: { computeType: "Kubernetes" } }),
    inside(project, "onlineEndpoints", "score-aks", { kind: "K8S", properties: {} }),
  ];

  it.each([
    ["AsFound", "allow_only_approved_outbound"],
    ["AllowInternetOutbound", "allow_internet_outbound"],
  ])("is told how to get one where the config says %s", async (isolationMode, mode) => {
    const { fix } = await findingOf(disabled, "SFH102", isolationMode);
    expect(fix).toContain("one-way");
    expect(fix).toContain(`${update} ${mode}`);
  });

  it("is told by name what has to be deleted first: managed compute, not what is only attached", async () => {
    const { detail } = await findingOf(withDocuments(disabled, ...managed, ...attached), "SFH102");
    expect(detail).toContain(
      "Delete these first, Azure refuses it otherwise: compute cpu-images of hub-northwind, " +
        "compute ci-anna of hub-northwind, online endpoint score of proj-orders.",
    );
    expect(detail).not.toContain("aks");
  });

  it("is told where that can't be read, and nothing of it is ever written", async () => {
    const forbidden = { kind: "status", status: 403, code: "AuthorizationFailed" } as const;
    const faults = [{ on: { method: "GET", path: /\/computes$/ }, do: forbidden, times: 1_000 }];
    const run = await runOnTwin(disabled, {
      faults,
      spec: closeEverything({ isolationMode: "AllowInternetOutbound" }),
    });
    const report = await run.apply();
    const [told] = report.findings.filter((finding) => finding.code === "SFH102");
    expect(told?.detail).toContain("Whether there are computes of hub-northwind can't be told");
    expect(run.writes().filter((write) => write.id.startsWith(hub.id))).toEqual([]);
  });
});
