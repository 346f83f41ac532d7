/** What stands in a plan's way is seen before the first write: such a step is refused, and nothing of it is tried. */
import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../src/report/verdict.ts";
import type { Report, ReportStep } from "../../src/report/report.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { denial, lock, withCallerRoles, withoutActions } from "../support/caller-rights.ts";
import { find, withDocuments, withProperties } from "../support/edit-estate.ts";
import { valueAt } from "../support/expectation.ts";
import { blobEndpoint, fresh, group, openHub, registry, search, storage, subscription, vault } from "./northwind.ts";
import { closeEverything, runOnTwin, type TwinRun } from "./run-on-twin.ts";

const workspaces = "Microsoft.MachineLearningServices/workspaces";

/** The estate with storage that lets no trusted service in. */
const shutOut = withProperties(fresh, "/storageAccounts/stnorthwindai", {
  networkAcls: { bypass: "None", defaultAction: "Allow", ipRules: [], virtualNetworkRules: [] },
});

async function applied(estate: EstateDocument): Promise<{ run: TwinRun; report: Report }> {
  const run = await runOnTwin(estate);
  return { run, report: await run.apply() };
}

const refusedSteps = (report: Report, code: string): readonly ReportStep[] =>
  report.steps.filter((step) => step.state === "refused" && step.refusals.some((r) => r.code === code));

const accessOf = (run: TwinRun, id: string): unknown =>
  valueAt(find({ resources: run.twin.documents() }, id), "properties.publicNetworkAccess");

/** Nothing was sent that Azure had to refuse, and the refusal says so. */
function expectRefused({ run, report }: { run: TwinRun; report: Report }): void {
  expect(run.writes().filter((write) => write.status >= 400)).toEqual([]);
  expect(report.errors).toEqual([]);
  expect([report.verdict, exitCodeOf(report.verdict)]).toEqual(["refused", 3]);
}

describe("a caller that lacks", () => {
  interface Case {
    readonly action: string;
    readonly kind: string;
    readonly scope: string;
    readonly role: string;
    readonly estate?: EstateDocument;
  }
  const approver = "Azure AI Enterprise Network Connection Approver";
  const closing = (type: string, scope: string, role = "Contributor", estate = fresh): Case => ({
    ...{ action: `${type}/write`, kind: "close-public-access", scope, role, estate },
  });
  const onHub = (action: string, kind: string, role = "Azure AI Administrator"): Case => ({
    ...{ action: `${workspaces}/${action}`, kind, scope: fresh.hub, role },
  });
  const cases: readonly Case[] = [
    {
      ...{ action: "Microsoft.Authorization/roleAssignments/write", kind: "grant-reader", scope: blobEndpoint },
      role: "Role Based Access Control Administrator",
    },
    onHub("outboundRules/write", "declare-rule"),
    onHub("provisionManagedNetwork/action", "provision-managed-network"),
    onHub("privateEndpointConnections/write", "provision-managed-network", approver),
    {
      action: "Microsoft.Search/searchServices/privateEndpointConnectionsApproval/action",
      ...{ kind: "declare-rule", scope: search, role: approver },
    },
    closing("Microsoft.Storage/storageAccounts", storage),
    closing("Microsoft.Storage/storageAccounts", storage, "Contributor", shutOut),
    closing("Microsoft.KeyVault/vaults", vault),
    closing("Microsoft.ContainerRegistry/registries", registry),
    closing(workspaces, fresh.hub, "Azure AI Administrator", openHub),
  ];

  it.each(cases)(
    "$action has $kind refused, told with scope and role, and the rest done",
    async ({ action, kind, scope, role, estate = fresh }) => {
      const outcome = await applied(withoutActions(estate, action));
      expectRefused(outcome);
      const steps = refusedSteps(outcome.report, "SFH403").filter((step) => step.kind === kind);
      const refusals = steps.flatMap((step) => step.refusals).filter((refusal) => refusal.lost.includes(scope));
      expect(refusals.length).toBeGreaterThan(0);
      for (const { lost, missing } of refusals) {
        expect(lost).toContain(`the caller ${fresh.caller.objectId} lacks`);
        expect(lost).toContain(action);
        expect(missing).toContain(`--assignee-object-id ${fresh.caller.objectId}`);
        expect(missing).toContain(`--role "${role}" --scope "${scope}"`);
        expect(missing).toContain("permissions");
      }
      const isOfKind = (write: { readonly method: string; readonly id: string }): boolean =>
        kind === "close-public-access" ? write.id === scope && write.method === "PATCH" : false;
      expect(outcome.run.writes().filter(isOfKind)).toEqual([]);
      // What needs neither this action nor what it opens is done all the same.
      expect(outcome.run.writes().length).toBeGreaterThan(0);
    },
  );

  it("several actions at once hears of all of them, before anything is written", async () => {
    const lacking = withoutActions(fresh, `${workspaces}/outboundRules/write`, "Microsoft.KeyVault/vaults/write");
    const run = await runOnTwin(lacking);
    const plan = await run.plan();
    expect(run.writes()).toEqual([]);
    const lost = plan.steps.flatMap((step) => step.refusals.map((refusal) => refusal.lost)).join("\n");
    expect(lost).toContain(`${workspaces}/outboundRules/write`);
    expect(lost).toContain("Microsoft.KeyVault/vaults/write");
    expect((await run.apply({ isAllOrNothing: true })).verdict).toBe("refused");
    expect(run.writes()).toEqual([]);
  });

  it("everything but reading is refused all of it, and writes nothing", async () => {
    const reader = withCallerRoles(fresh, { actions: ["*/read"], scopes: [subscription] });
    const outcome = await applied(reader);
    expectRefused(outcome);
    expect(outcome.run.writes()).toEqual([]);
  });

  it("an action by a deny assignment lacks it too", async () => {
    const outcome = await applied(withDocuments(fresh, denial(fresh, vault, "Microsoft.KeyVault/vaults/write")));
    expectRefused(outcome);
    expect(refusedSteps(outcome.report, "SFH403").map((step) => step.resourceId)).toEqual([vault]);
    expect([storage, registry, vault].map((id) => accessOf(outcome.run, id))).toEqual([
      "Disabled",
      "Disabled",
      "Enabled",
    ]);
  });
});

describe("a ReadOnly lock", () => {
  it("on a service refuses the writes to it, and names it and where it is", async () => {
    const outcome = await applied(withDocuments(fresh, lock(vault, "ReadOnly")));
    expectRefused(outcome);
    const [step] = refusedSteps(outcome.report, "SFH902");
    expect([step?.kind, step?.resourceId]).toEqual(["close-public-access", vault]);
    expect(step?.reason).toContain(`the ReadOnly lock keep-readonly on ${vault}`);
    expect([storage, registry, vault].map((id) => accessOf(outcome.run, id))).toEqual([
      "Disabled",
      "Disabled",
      "Enabled",
    ]);
  });

  it("on the target of a rule refuses the rule: its connection is written there", async () => {
    const outcome = await applied(withDocuments(fresh, lock(search, "ReadOnly")));
    expectRefused(outcome);
    expect(refusedSteps(outcome.report, "SFH902").map((step) => [step.kind, step.resourceId])).toEqual([
      ["declare-rule", search],
    ]);
  });

  it.each([
    ["resource group of the hub", group, 6],
    ["subscription", subscription, 0],
  ])("on the %s refuses everything below it", async (_where, scope, grants) => {
    const outcome = await applied(withDocuments(fresh, lock(scope, "ReadOnly")));
    expectRefused(outcome);
    const kinds = new Set(refusedSteps(outcome.report, "SFH902").map((step) => step.kind));
    expect(kinds).toContain("provision-managed-network");
    expect(kinds).toContain("close-public-access");
    expect(outcome.run.writes().map((write) => write.id.includes("/roleAssignments/"))).toEqual(
      Array(grants).fill(true),
    );
    expect([storage, vault].map((id) => accessOf(outcome.run, id))).toEqual(["Enabled", "Enabled"]);
  });

  it("that only forbids deleting is told, and forbids nothing", async () => {
    const { run, report } = await applied(withDocuments(fresh, lock(group, "CanNotDelete")));
    expect(report.verdict).toBe("private");
    const told = report.findings.filter((finding) => finding.code === "SFH921");
    expect(told.map((finding) => [finding.severity, finding.resourceId])).toEqual([["note", group]]);
    expect(told[0]?.detail).toContain("stnorthwindai");
    expect(run.writes().every((write) => write.status < 400)).toBe(true);
  });
});

describe("a policy", () => {
  const denying = (type: string, property: string, equals: string, scope = subscription): EstateDocument => ({
    ...openHub,
    facts: { ...fresh.facts, policies: [{ name: "keep-it", scope, effect: "deny", when: { type, property, equals } }] },
  });

  it.each([
    ["storage", "Microsoft.Storage/storageAccounts", storage],
    ["the vault", "Microsoft.KeyVault/vaults", vault],
    ["the registry", "Microsoft.ContainerRegistry/registries", registry],
    ["the hub", workspaces, fresh.hub],
  ])("that denies %s as it would be is named, and the write is never sent", async (_what, type, id) => {
    const outcome = await applied(denying(type, "properties.publicNetworkAccess", "Disabled"));
    expectRefused(outcome);
    const steps = refusedSteps(outcome.report, "SFH903");
    expect(steps.map((step) => [step.kind, step.resourceId])).toEqual([["close-public-access", id]]);
    expect(steps[0]?.reason).toContain("the policy keep-it denies");
    expect(outcome.run.writes().filter((write) => write.method === "PATCH").length).toBe(3);
    expect(accessOf(outcome.run, id)).not.toBe("Disabled");
  });

  it("of what stays as it is denies the write as well, and a policy elsewhere none", async () => {
    const outcome = await applied(denying("Microsoft.KeyVault/vaults", "location", "swedencentral"));
    expect(refusedSteps(outcome.report, "SFH903").map((step) => step.resourceId)).toEqual([vault]);
    const elsewhere = `${subscription}/resourceGroups/rg-northwind-network`;
    const other = denying("Microsoft.KeyVault/vaults", "properties.publicNetworkAccess", "Disabled", elsewhere);
    expect((await applied(other)).report.verdict).toBe("private");
  });

  it("that denies letting trusted services in keeps the closing from being tried, too", async () => {
    const estate = {
      ...shutOut,
      facts: denying("Microsoft.Storage/storageAccounts", "properties.networkAcls.bypass", "AzureServices").facts,
    };
    const outcome = await applied(estate);
    expectRefused(outcome);
    expect(outcome.run.writes().filter((write) => write.id === storage)).toEqual([]);
  });
});

describe("a provider that isn't registered", () => {
  it.each([
    ["Microsoft.Network", "provision-managed-network"],
    ["Microsoft.Search", "declare-rule"],
  ])("%s refuses what needs it, with the line that registers it", async (name, kind) => {
    const providers = Object.fromEntries(
      Object.entries(fresh.providers).map(([id, names]) => [id, names.filter((other) => other !== name)]),
    );
    const spec = closeEverything({ outboundPrivateEndpoints: [{ target: search, subresource: "searchService" }] });
    const run = await runOnTwin({ ...fresh, providers }, { spec });
    const report = await run.apply();
    expectRefused({ run, report });
    const steps = report.steps.filter((step) => step.refusals.some((refusal) => refusal.code === "SFH904"));
    expect(steps.map((step) => step.kind)).toContain(kind);
    const id = subscription.replace("/subscriptions/", "");
    expect(steps[0]?.reason).toContain(`az provider register --namespace ${name} --subscription ${id}`);
  });
});
