/** `plan --out` and `apply --plan`: that plan is carried out and nothing else, or nothing is written at all. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RunError } from "../../src/errors.ts";
import { noHistory } from "../../src/plan/plan.ts";
import { planHub } from "../../src/plan/plan-hub.ts";
import { parseSavedPlan } from "../../src/plan/parse-saved-plan.ts";
import { checkSavedPlan, holdToPlan, savePlan, type PlanOwner, type SavedPlan } from "../../src/plan/saved-plan.ts";
import type { Step } from "../../src/plan/step.ts";
import { visitTwin } from "../support/in-process.ts";
import { lookBeforeWriting } from "../support/look.ts";
import { runErrorOf } from "../support/run-error.ts";
import { connectDirectly } from "../support/direct-world.ts";
import { fresh, search, storage, vault } from "./northwind.ts";
import { closeEverything, runOnTwin } from "./run-on-twin.ts";

const owner = ({ version, hub, cloud, caller }: SavedPlan): PlanOwner => ({ version, hub, cloud, caller });

/** The plan as a file carries it. */
const throughFile = (plan: SavedPlan): SavedPlan => parseSavedPlan(JSON.stringify(plan), "plan.json");

describe("a saved plan that still fits", () => {
  it("is carried out: the hub is private, every write is one of its steps, and there is nothing left to plan", async () => {
    const run = await runOnTwin(fresh);
    const saved = throughFile(await run.planToSave());
    expect(run.writes()).toEqual([]);
    const report = await run.apply({ savedPlan: { plan: saved, expectedHash: saved.hash } });
    expect(report.verdict).toBe("private");
    const agreed = new Set(saved.facts.steps.map((step) => step.id));
    const written = report.steps.filter((s) => s.state === "done" && !s.kind.startsWith("await-"));
    expect(written.length).toBeGreaterThan(5);
    expect(written.map((s) => s.id).filter((id) => !agreed.has(id))).toEqual([]);
    expect((await run.plan()).steps).toEqual([]);
  });

  it("has the same hash wherever and whenever it is made, apart from the time it says", async () => {
    const [one, other] = await Promise.all([runOnTwin(fresh), runOnTwin(fresh)]);
    const [a, b] = [await one.planToSave(), await other.planToSave()];
    expect(a.factsHash).toBe(b.factsHash);
  });
});

describe("a saved plan is refused, and nothing is written, where since then", () => {
  it.each([
    [
      "storage lets another range in",
      "PATCH",
      storage,
      {
        properties: {
          networkAcls: { bypass: "AzureServices", defaultAction: "Deny", ipRules: [{ value: "203.0.113.9" }] },
        },
      },
      /203\.0\.113\.9 to stnorthwindai blob is new/,
    ],
    [
      "the vault was closed",
      "PATCH",
      vault,
      { properties: { publicNetworkAccess: "Disabled" } },
      /close-public-access:kv-northwind-ai isn't needed any more/,
    ],
    [
      "a rule was declared",
      "PUT",
      `${fresh.hub}/outboundRules/theirs`,
      {
        properties: {
          type: "PrivateEndpoint",
          category: "UserDefined",
          destination: { serviceResourceId: search, subresourceTarget: "searchService", sparkEnabled: false },
        },
      },
      /declare-rule:\S+ isn't needed any more/,
    ],
  ])("%s", async (_what, method, id, body, says) => {
    const run = await runOnTwin(fresh);
    const plan = throughFile(await run.planToSave());
    const ask = await visitTwin(run.twin);
    expect(await ask(method, id, body)).toBeLessThan(300);
    const before = run.writes().length;
    const report = await run.apply({ savedPlan: { plan } });
    expect([report.verdict, report.errors.map((e) => e.code)]).toEqual(["refused", ["SFH917"]]);
    expect(report.errors[0]?.message).toMatch(says);
    expect(run.writes()).toHaveLength(before);
  });

  it("the first look and before the first write", async () => {
    const run = await runOnTwin(fresh);
    const plan = throughFile(await run.planToSave());
    const ask = await visitTwin(run.twin);
    const body = { properties: { publicNetworkAccess: "Disabled" } };
    const report = await run.apply({
      savedPlan: { plan },
      // Whoever says yes takes two minutes, and the vault is closed meanwhile.
      confirm: async () => {
        await run.clock.sleep(120_000);
        return (await ask("PATCH", vault, body)) < 300;
      },
    });
    expect([report.verdict, report.errors.map((e) => e.code)]).toEqual(["refused", ["SFH917"]]);
    expect(run.writes().filter(({ id }) => id !== vault)).toEqual([]);
  });

  it("somebody else is signed in, or another version runs, or it is another plan that was looked at", async () => {
    const run = await runOnTwin(fresh);
    const plan = await run.planToSave();
    const { savedAt, spec, facts } = plan;
    const others: readonly [PlanOwner, RegExp][] = [
      [{ ...owner(plan), caller: "00000000-0000-4000-8000-000000000000" }, /made by 00000000-/],
      [{ ...owner(plan), caller: "" }, /somebody the token doesn't name/],
      [{ ...owner(plan), version: "0.0.1" }, /version 0\.0\.1/],
      [{ ...owner(plan), cloud: "AzureChinaCloud" }, /AzureChinaCloud/],
      [{ ...owner(plan), hub: `${plan.hub}2` }, /northwind2/],
    ];
    for (const [other, says] of others) {
      const foreign = throughFile(savePlan(other, { savedAt, spec, facts }));
      const error = await runErrorOf(() => run.apply({ savedPlan: { plan: foreign } }));
      expect([error.code, error.message]).toEqual(["SFH917", expect.stringMatching(says)]);
    }
    const error = await runErrorOf(() => run.apply({ savedPlan: { plan, expectedHash: "0".repeat(64) } }));
    expect(error.code).toBe("SFH917");
    expect(run.writes()).toEqual([]);
  });
});

it("is taken by nobody once any one value in its file was changed", async () => {
  const plan = await (await runOnTwin(fresh)).planToSave();
  const text = JSON.stringify(plan);
  const leaves = leavesOf(JSON.parse(text));
  expect(leaves.length).toBeGreaterThan(100);
  fc.assert(
    fc.property(
      fc.constantFrom(...leaves),
      fc.constantFrom<unknown>("x", 0, true, null, [], "Disabled", "open"),
      (path, value) => {
        const edited = setAt(JSON.parse(text), path, value);
        if (JSON.stringify(edited) === text) return;
        expect(["SFH912", "SFH917"]).toContain(faultOf(JSON.stringify(edited), owner(plan)));
      },
    ),
    { numRuns: 500 },
  );
});

it("lets no step through that it doesn't hold, on a world that needs them", async () => {
  const { world, clock } = await connectDirectly(fresh);
  const spec = closeEverything();
  const snapshot = await lookBeforeWriting(world, fresh.hub, spec, clock);
  const all = planHub(snapshot, spec);
  const saved = await (await runOnTwin(fresh)).planToSave();
  const without = (kind: string): SavedPlan => ({
    ...saved,
    facts: { ...saved.facts, steps: saved.facts.steps.filter((step) => step.kind !== kind) },
  });
  for (const kind of ["close-public-access", "grant-reader", "declare-rule", "provision-managed-network"]) {
    expect(all.steps.some((s) => s.step.kind === kind && s.refusals.length === 0)).toBe(true);
    const { steps } = planHub(snapshot, spec, noHistory, { hold: holdToPlan(without(kind)) });
    expect(steps.filter((s) => s.step.kind === kind && s.refusals.length === 0)).toEqual([]);
  }
  // What a closing needs and the plan doesn't hold keeps the door open.
  const unprovisioned = planHub(snapshot, spec, noHistory, { hold: holdToPlan(without("provision-managed-network")) });
  const closings = unprovisioned.steps.filter(
    (s) => s.step.kind === "close-public-access" && s.step.resourceId === storage,
  );
  expect(closings.map((s) => s.refusals.length > 0)).toEqual([true]);
});

function faultOf(text: string, run: PlanOwner): string | undefined {
  try {
    checkSavedPlan(parseSavedPlan(text, "plan.json"), run);
    return undefined;
  } catch (error) {
    return error instanceof RunError ? error.code : String(error);
  }
}

describe("a step that finishes one of the plan's", () => {
  const again = (name: string, target: string): Step => ({
    ...{ kind: "declare-rule", resourceId: fresh.hub, wantedBy: "", isAgain: true },
    rule: { name, target, subresource: "searchService", fqdns: [], sparkEnabled: false },
  });

  it("is of a rule that the plan declares, by its name and where it leads", async () => {
    const saved = await (await runOnTwin(fresh)).planToSave();
    const steps = saved.facts.steps.filter((step) => step.kind !== "provision-managed-network");
    const hold = holdToPlan({ ...saved, facts: { ...saved.facts, steps } });
    const declared = steps.find((step) => step.rule.endsWith(search.toLowerCase()));
    const [name = ""] = declared?.rule.split("|") ?? [];
    expect(hold(again(name.toUpperCase(), search), [])).toBeUndefined();
    expect(hold(again(name, storage), [])?.code).toBe("SFH917");
    expect(hold(again("theirs", search), [])?.code).toBe("SFH917");
    const connection = (service: string): Step => ({
      kind: "approve-connection",
      resourceId: `${service}/privateEndpointConnections/x`,
      ruleName: name,
    });
    expect(hold(connection(search), [])).toBeUndefined();
    expect(hold(connection(vault), [])?.code).toBe("SFH917");
  });

  it("rests on no loss that wasn't accepted when the plan was made", async () => {
    const saved = await (await runOnTwin(fresh)).planToSave();
    const { world, clock } = await connectDirectly(fresh);
    const spec = closeEverything();
    const { steps } = planHub(await lookBeforeWriting(world, fresh.hub, spec, clock), spec);
    const closing = steps.find((s) => s.step.kind === "close-public-access" && s.refusals.length === 0);
    if (closing === undefined) throw new Error("the estate has one");
    const loss = {
      code: "SFH322",
      resource: vault,
      origin: "203.0.113.0/24",
      door: undefined,
      text: "",
      reason: "r",
    } as const;
    expect(holdToPlan(saved)(closing.step, [])).toBeUndefined();
    expect(holdToPlan(saved)(closing.step, [loss])?.code).toBe("SFH917");
  });
});

type Path = readonly (string | number)[];

function leavesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

function setAt(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined || typeof value !== "object" || value === null) return to;
  if (Array.isArray(value)) return value.map((inner: unknown, i) => (i === key ? setAt(inner, rest, to) : inner));
  return Object.fromEntries(Object.entries(value).map(([k, inner]) => [k, k === key ? setAt(inner, rest, to) : inner]));
}
