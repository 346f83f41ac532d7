/** The roles that `permissions` prints are enough for the plan, and every action in them is needed. */
import { describe, expect, it } from "vitest";
import { RunError } from "../../src/errors.ts";
import { renderPermissions, type PermissionsReport, type PrintedRole } from "../../src/report/roles.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { withCallerRoles, withPrincipalRoles, type CallerRole } from "../support/caller-rights.ts";
import { estateNamed, find, withProperties } from "../support/edit-estate.ts";
import { valueAt } from "../support/expectation.ts";
import { closeEverything, runOnTwin } from "./run-on-twin.ts";

const subscriptionOf = (id: string): string => id.split("/").slice(0, 3).join("/");

/** Everything a plan may hold: the hub's own door too, and storage that lets no trusted service in. */
const fresh = withProperties(
  withProperties(estateNamed("fresh-approved-only"), "/workspaces/hub-northwind", { publicNetworkAccess: "Enabled" }),
  "/storageAccounts/stnorthwindai",
  { networkAcls: { bypass: "None", defaultAction: "Allow", ipRules: [], virtualNetworkRules: [] } },
);
const names = ["fresh-approved-only", "fresh-internet-outbound", "application-gateway", "fleet", "hardened"];

async function rolesOf(estate: EstateDocument, spec = closeEverything()): Promise<PermissionsReport> {
  const run = await runOnTwin(estate, { spec });
  const report = await run.permissions();
  expect(run.writes()).toEqual([]);
  return report;
}

const asHeld = ({ definition, scopes, condition }: PrintedRole): CallerRole => ({
  ...{ actions: definition.Actions, scopes },
  ...(condition === "" ? {} : { condition }),
});
const ofRunner = ({ roles }: PermissionsReport): readonly PrintedRole[] => roles.filter((r) => r.holder === "runner");
const ofHub = ({ roles }: PermissionsReport): readonly PrintedRole[] => roles.filter((r) => r.holder !== "runner");

describe("the runner's roles alone", () => {
  it("carry the plan out to its end, and leave nothing in doubt", async () => {
    const report = await rolesOf(fresh);
    const run = await runOnTwin(withCallerRoles(fresh, ...ofRunner(report).map(asHeld)));
    const plan = await run.plan();
    // Azure decides what a condition lets through; everything else is known.
    expect(new Set(plan.findings.filter((f) => f.state === "unknown").map((f) => f.code))).toEqual(new Set(["SFH408"]));
    const applied = await run.apply();
    expect([applied.verdict, applied.errors, applied.unread]).toEqual(["private", [], []]);
    expect(run.twin.log.filter((entry) => entry.status === 403)).toEqual([]);
    const kinds = new Set(applied.steps.map((step) => step.kind));
    expect(kinds).toEqual(
      new Set([
        "grant-reader",
        "declare-rule",
        "provision-managed-network",
        "let-trusted-services-in",
        "close-public-access",
      ]),
    );
  });

  it.each([
    ["fresh-approved-only", fresh],
    ["application-gateway", estateNamed("application-gateway")],
  ])(
    "hold no action for %s that wouldn't be missed: each one taken away is named by the plan",
    async (_name, estate) => {
      const roles = ofRunner(await rolesOf(estate));
      // Without the conditions: those are named too.
      const held = roles.map(({ definition, scopes }): CallerRole => ({ actions: definition.Actions, scopes }));
      const whole = await sayingOf(withCallerRoles(estate, ...held));
      const actions = held.flatMap((role, at) => role.actions.map((action) => ({ at, action })));
      const unnamed: string[] = [];
      for (const { at, action } of actions) {
        const less = held.map((role, index) =>
          index === at ? { ...role, actions: role.actions.filter((other) => other !== action) } : role,
        );
        const said = await sayingOf(withCallerRoles(estate, ...less));
        if (whole.includes(action.toLowerCase()) || !said.includes(action.toLowerCase())) unnamed.push(action);
      }
      console.info(`${String(actions.length)} actions in ${String(roles.length)} roles, each taken away in turn`);
      expect(unnamed).toEqual([]);
      expect(actions.length).toBeGreaterThan(40);
    },
  );

  it("are for nothing where they lie: what a role writes is written where it is assigned", async () => {
    for (const role of ofRunner(await rolesOf(fresh)).filter((r) => r.purpose !== "read")) {
      for (const scope of role.scopes)
        expect(role.definition.AssignableScopes).toContain(scope.split("/providers/")[0]);
    }
  });
});

/** What the plan says, or the error it ends with, in lower case. */
async function sayingOf(estate: EstateDocument): Promise<string> {
  const run = await runOnTwin(estate);
  const said = await run.plan().then(
    (report) => JSON.stringify(report),
    (error: unknown) =>
      error instanceof RunError ? error.message : Promise.reject(new Error("unexpected", { cause: error })),
  );
  return said.toLowerCase();
}

describe("the hub identity's role alone", () => {
  it("is enough for its endpoints to be approved", async () => {
    const report = await rolesOf(fresh);
    const [role] = ofHub(report);
    const principal = String(valueAt(find(fresh, "/workspaces/hub-northwind"), "identity.principalId"));
    expect([role?.principalId, ofHub(report)]).toEqual([principal, [role]]);
    const run = await runOnTwin(withPrincipalRoles(fresh, principal, ...ofHub(report).map(asHeld)));
    expect((await run.apply()).verdict).toBe("private");
  });

  it("is printed though the identity lacks it: the plan is the one that comes out once it has it", async () => {
    const principal = String(valueAt(find(fresh, "/workspaces/hub-northwind"), "identity.principalId"));
    const powerless = await rolesOf(withPrincipalRoles(fresh, principal));
    expect(powerless.roles).toEqual((await rolesOf(fresh)).roles);
  });
});

describe.each(names)("of %s", (name) => {
  it("the roles are the same whether the caller holds much or may only read", async () => {
    const estate = estateNamed(name);
    const scopes = estate.subscriptions.map(({ subscriptionId }) => `/subscriptions/${subscriptionId}`);
    const full = await rolesOf(withCallerRoles(estate, { actions: ["*"], scopes }));
    expect((await rolesOf(withCallerRoles(estate, { actions: ["*/read"], scopes }))).roles).toEqual(full.roles);
  });

  it("the runner's roles do what full rights do, and no step needs more", async () => {
    const estate = estateNamed(name);
    const scopes = estate.subscriptions.map(({ subscriptionId }) => `/subscriptions/${subscriptionId}`);
    const owner = withCallerRoles(estate, { actions: ["*"], scopes });
    const roles = ofRunner(await rolesOf(owner));
    const [all, least] = [await runOnTwin(owner), await runOnTwin(withCallerRoles(estate, ...roles.map(asHeld)))];
    const [byAll, byLeast] = [await all.apply(), await least.apply()];
    expect(byLeast.verdict).toBe(byAll.verdict);
    const written = (run: typeof all): readonly string[] => run.writes().map((write) => `${write.method} ${write.id}`);
    expect(written(least)).toEqual(written(all));
  });
});

describe("the roles of one plan", () => {
  it("let nobody grant but Reader, and to nobody but the identities that lack it", async () => {
    const [role, ...others] = (await rolesOf(fresh)).roles.filter((r) => r.purpose === "grant");
    expect(others).toEqual([]);
    expect(role?.definition.Actions).toEqual(["Microsoft.Authorization/roleAssignments/write"]);
    expect(role?.scopes.every((scope) => scope.includes("/privateEndpoints/pe-stnorthwindai-"))).toBe(true);
    const principal = String(valueAt(find(fresh, "/workspaces/proj-orders"), "identity.principalId"));
    expect(role?.condition).toContain("GuidEquals {acdd72a7-3385-48ef-bd42-f606fba81ae7}");
    expect(role?.condition).toContain(principal);
    expect(role?.commands.at(-1)).toContain("--condition-version 2.0");
  });

  it("are none for writing where there is nothing to write", async () => {
    const done = await runOnTwin(fresh);
    await done.apply();
    const report = await done.permissions();
    expect(report.roles.map((role) => role.purpose)).toEqual(["read"]);
  });

  it("hold no wildcard, nothing that deletes, lists keys or touches data, and lie in the subscriptions", async () => {
    for (const { definition, scopes } of (await rolesOf(fresh)).roles) {
      expect(definition.Actions.filter((action) => /\*|delete|list|purge|regenerate/i.test(action))).toEqual([]);
      expect([definition.NotActions, definition.DataActions, definition.NotDataActions]).toEqual([[], [], []]);
      expect(definition.Name.length).toBeLessThanOrEqual(128);
      expect(new Set(scopes.map(subscriptionOf))).toEqual(new Set(definition.AssignableScopes.map(subscriptionOf)));
    }
  });

  it("are printed with the JSON that Azure takes and a line for every assignment", async () => {
    const report = await rolesOf(fresh);
    const text = renderPermissions(report);
    for (const { definition, scopes } of report.roles) {
      expect(text).toContain(JSON.stringify(definition, undefined, 2));
      for (const scope of scopes) expect(text).toContain(`--role "${definition.Name}" --scope "${scope}"`);
    }
    expect(text).not.toContain("out of sight");
    const hidden = { ...report, unread: [{ resourceId: fresh.hub, what: "connections of hub", why: "403" }] };
    expect(renderPermissions(hidden)).toContain("out of sight: connections of hub");
  });
});
