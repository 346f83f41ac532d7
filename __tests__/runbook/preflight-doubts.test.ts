/** What can't be told before the first write is said, and refuses nothing: a write that Azure refuses shuts nobody out. */
import { describe, expect, it } from "vitest";
import type { Fault } from "../../src/twin/twin.ts";
import { withCallerRoles, withMoreRoles, withoutActions } from "../support/caller-rights.ts";
import { blobEndpoint, fresh, group, openHub, registry, storage, subscription, vault } from "./northwind.ts";
import { runOnTwin } from "./run-on-twin.ts";

const forbidding = (method: string, path: RegExp): Fault => ({
  on: { method, path },
  do: { kind: "status", status: 403, code: "AuthorizationFailed" },
  times: 1_000_000,
});

describe("what can't be told", () => {
  it.each([
    ["the caller's permissions", "GET", /\/providers\/Microsoft\.Authorization\/permissions$/i, "SFH407"],
    ["locks", "GET", /\/providers\/Microsoft\.Authorization\/locks$/i, "SFH922"],
    ["policies", "POST", /\/checkPolicyRestrictions$/i, "SFH922"],
    ["registrations", "GET", /^\/subscriptions\/[^/]+\/providers\/[^/]+$/i, "SFH922"],
  ])("of %s is said and refuses nothing", async (_what, method, path, code) => {
    const run = await runOnTwin(fresh, { faults: [forbidding(method, path)] });
    const plan = await run.plan();
    const told = plan.findings.filter((finding) => finding.code === code);
    expect(told.length).toBeGreaterThan(0);
    expect(told.map(({ severity, state }) => `${severity} ${state}`)).toEqual(told.map(() => "note unknown"));
    expect(plan.steps.filter((step) => step.state === "refused")).toEqual([]);
    expect((await run.apply()).verdict).toBe("private");
  });

  it("of deny assignments leaves open whether the caller may, and refuses nothing", async () => {
    const faults = [
      forbidding("GET", new RegExp(`/vaults/[^/]+/providers/Microsoft.Authorization/denyAssignments$`, "i")),
    ];
    const plan = await (await runOnTwin(fresh, { faults })).plan();
    const [told] = plan.findings.filter((finding) => finding.code === "SFH407");
    expect([told?.resourceId, told?.state]).toEqual([vault, "unknown"]);
    expect(plan.steps.filter((step) => step.state === "refused")).toEqual([]);
  });

  it("of policies in a subscription without Policy Insights is said", async () => {
    const providers = Object.fromEntries(
      Object.entries(fresh.providers).map(([id, names]) => [id, names.filter((n) => n !== "Microsoft.PolicyInsights")]),
    );
    const run = await runOnTwin({ ...openHub, providers });
    const told = (await run.plan()).findings.filter((finding) => finding.code === "SFH922");
    expect(told.map((finding) => finding.resourceId).sort()).toEqual([fresh.hub, storage, vault, registry].sort());
    expect(told[0]?.detail).toContain("Microsoft.PolicyInsights is not registered");
    expect((await run.apply()).verdict).toBe("private");
  });

  it("of roles that may be granted only under a condition is said, and Azure decides", async () => {
    const conditional = withMoreRoles(withoutActions(fresh, "Microsoft.Authorization/roleAssignments/write"), {
      actions: ["Microsoft.Authorization/roleAssignments/write"],
      scopes: [subscription],
      condition: "@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {x}",
    });
    const run = await runOnTwin(conditional);
    const told = (await run.plan()).findings.filter((finding) => finding.code === "SFH408");
    expect(told.map(({ state }) => state)).toEqual(["unknown", "unknown"]);
    expect(told.some((finding) => finding.resourceId === blobEndpoint)).toBe(true);
    expect((await run.apply()).verdict).toBe("private");
  });

  it("of lists that leave out what the caller may not read is said", async () => {
    const narrow = withCallerRoles(fresh, {
      actions: ["*"],
      scopes: [group, `${subscription}/resourceGroups/rg-northwind-network`],
    });
    const told = (await (await runOnTwin(narrow)).plan()).findings.filter((finding) => finding.code === "SFH410");
    expect(told.map((finding) => finding.detail).join()).toContain(
      "the subscription itself, workspaces, AI services, private DNS zones",
    );
  });
});

describe("asking", () => {
  const isAsking = (entry: { readonly id: string }): boolean =>
    /\/(permissions|locks|checkPolicyRestrictions)$|\/providers\/[^/]+$/i.test(entry.id);

  it("comes before the first write, each question once, and none when there is nothing to write", async () => {
    const run = await runOnTwin(fresh);
    await run.apply();
    const firstWrite = run.twin.log.findIndex((entry) => entry.isWrite);
    const asked = run.twin.log.flatMap((entry, at) => (isAsking(entry) ? [{ ...entry, at }] : []));
    expect(asked.every((entry) => entry.at < firstWrite)).toBe(true);
    const keys = asked.map(({ method, id, body }) => `${method} ${id} ${JSON.stringify(body ?? "")}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeLessThan(60);
    const before = run.twin.log.length;
    expect((await run.verify()).verdict).toBe("private");
    expect(run.twin.log.slice(before).filter(isAsking)).toEqual([]);
  });

  it("changes nothing", async () => {
    const run = await runOnTwin(fresh);
    const before = run.twin.documents();
    await run.plan();
    expect(
      run.twin.log.filter((entry) => entry.method !== "GET" && entry.id.startsWith("/subscriptions/")).every(isAsking),
    ).toBe(true);
    expect(run.twin.documents()).toEqual(before);
  });
});
