/** What `apply` did with a capsule, taken back on the twin: settings as they were, nobody shut out, nothing deleted. */
import { describe, expect, it } from "vitest";
import { exitCodeOf } from "../../src/report/verdict.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { find, withProperties } from "../support/edit-estate.ts";
import { askTwin, visitTwin, type AskTwin } from "../support/in-process.ts";
import { writtenOut } from "../support/network-settings.ts";
import {
  applied,
  approvedOnly,
  differences,
  internet,
  internetSpec,
  internetVault,
  openHub,
  patched,
  settingsAt,
  settingsIn,
  stepsOf,
} from "./applied-with-capsule.ts";
import { closeEverything, runOnTwin, type RunOptions } from "./run-on-twin.ts";

const [storage, vault, registry] = [
  find(approvedOnly, "/storageAccounts/stnorthwindai").id,
  find(approvedOnly, "/vaults/kv-northwind-ai").id,
  find(approvedOnly, "/registries/crnorthwindai").id,
];

describe.each<[string, EstateDocument, RunOptions, readonly string[]]>([
  ["fresh-approved-only", approvedOnly, {}, [registry, vault, storage]],
  ["fresh-approved-only with an open hub", openHub, {}, [openHub.hub, registry, vault, storage]],
  ["fresh-internet-outbound", internet, { spec: internetSpec }, [internetVault]],
])("after %s went private", (_name, estate, options, doors) => {
  it("opens the doors again in reverse order, and everything is as it was", async () => {
    const { run, judge } = await applied(estate, options);
    const closings = patched(run);
    const rolled = await run.rollback();
    expect([rolled.verdict, exitCodeOf(rolled.verdict), rolled.errors]).toEqual(["restored", 0, []]);
    const names = doors.map((id) => id.split("/").at(-1));
    expect(patched(run).slice(closings.length)).toEqual(names);
    expect(closings).toEqual([...names].reverse());
    expect(differences(estate, run)).toEqual([]);
    expect(judge.lost.filter((lost) => !lost.startsWith("ipRange"))).toEqual([]);
    expect(run.twin.log.filter((entry) => entry.method === "DELETE")).toEqual([]);
  });

  it("finds nothing to do a second time, and writes nothing", async () => {
    const { run } = await applied(estate, options);
    await run.rollback();
    const writes = run.writes().length;
    const again = await run.rollback();
    expect([again.verdict, stepsOf(again, "planned"), stepsOf(again, "done")]).toEqual(["restored", [], []]);
    expect(run.writes()).toHaveLength(writes);
  });

  it("writes nothing where nobody says yes, and shows who would get in", async () => {
    const { run } = await applied(estate, options);
    const writes = run.writes().length;
    const shown = await run.rollback({ says: false });
    expect([shown.verdict, exitCodeOf(shown.verdict)]).toEqual(["drift", 2]);
    expect(stepsOf(shown, "planned")).toHaveLength(doors.length);
    expect(shown.steps.filter((s) => s.state === "planned").map((s) => s.reason)).not.toContain("");
    expect(run.writes()).toHaveLength(writes);
  });

  it("can go back and forth with one capsule", async () => {
    const { run, capsule } = await applied(estate, options);
    await run.rollback();
    await run.apply();
    expect(writtenOut(settingsIn(run, doors[0] ?? "")).publicNetworkAccess).toBe("disabled");
    expect((await run.rollback()).verdict).toBe("restored");
    expect(differences(estate, run)).toEqual([]);
    expect(capsule.kept().filter((w) => w.kind === "reopen-public-access")).toHaveLength(2 * doors.length);
  });
});

describe("settings put back", () => {
  it("are the very ones, field for field, where there were any", async () => {
    const { run } = await applied(openHub);
    await run.rollback();
    expect(settingsIn(run, storage)).toEqual(settingsAt(openHub, storage));
    expect(settingsIn(run, registry)).toEqual(settingsAt(openHub, registry));
    expect(settingsIn(run, openHub.hub)).toEqual({ ...settingsAt(openHub, openHub.hub), ipAllowlist: [] });
  });

  it("are what absence means where there were none: a PATCH can't take a field away", async () => {
    const silent = withProperties(approvedOnly, storage, { publicNetworkAccess: undefined, networkAcls: undefined });
    const { run } = await applied(silent);
    await run.rollback();
    const rules = { bypass: "AzureServices", defaultAction: "Allow", ipRules: [], virtualNetworkRules: [] };
    expect(settingsIn(run, vault)).toEqual({ publicNetworkAccess: "Enabled", networkAcls: rules });
    expect(settingsIn(run, storage)).toEqual({
      publicNetworkAccess: "Enabled",
      networkAcls: { ...rules, ipv6Rules: [] },
    });
  });

  it("are nothing but the access for a registry that has no rule set", async () => {
    const bare = withProperties(approvedOnly, registry, { networkRuleSet: undefined });
    const { run } = await applied(bare);
    expect((await run.rollback()).verdict).toBe("restored");
    expect(settingsIn(run, registry)).toEqual(settingsAt(bare, registry));
    const bodies = run.writes().filter((w) => w.id === registry);
    expect(bodies.map((w) => w.body)).toEqual(
      ["Disabled", "Enabled"].map((publicNetworkAccess) => ({ properties: { publicNetworkAccess } })),
    );
  });

  it("keep what no model knows", async () => {
    const { run, start } = await applied(approvedOnly, { behaviour: { plantUnknownFields: true } });
    const before = settingsAt(start, storage);
    await run.rollback();
    expect(settingsIn(run, storage)).toEqual(before);
    expect(JSON.stringify(settingsIn(run, storage))).toContain("xTwinUnknownRules");
  });
});

describe("what somebody else changed since", () => {
  it("is refused by name, with the line that would put it back, and the others are put back", async () => {
    const { run } = await applied(approvedOnly);
    const rules = { bypass: "AzureServices", defaultAction: "Deny", ipRules: [{ value: "203.0.113.7/32" }] };
    await askTwin(run.twin, "PATCH", vault, { properties: { networkAcls: rules } });
    const theirs = settingsIn(run, vault);
    const rolled = await run.rollback();
    expect([rolled.verdict, exitCodeOf(rolled.verdict)]).toEqual(["refused", 3]);
    expect(stepsOf(rolled, "refused")).toEqual(["reopen-public-access:kv-northwind-ai"]);
    expect(stepsOf(rolled, "done")).toEqual([
      "reopen-public-access:crnorthwindai",
      "reopen-public-access:stnorthwindai",
    ]);
    const [refusal] = rolled.steps.flatMap((s) => s.refusals);
    expect(refusal?.lost).toContain("somebody has changed it since");
    expect(refusal?.missing).toContain(
      `az resource patch --ids ${vault} --properties '{"publicNetworkAccess":"Enabled","networkAcls":{"bypass":"AzureServices","defaultAction":"Allow"}}'`,
    );
    expect(settingsIn(run, vault)).toEqual(theirs);
    expect(settingsIn(run, storage)).toEqual(settingsAt(approvedOnly, storage));
  });

  it("is nothing to do where they put it back themselves", async () => {
    const { run } = await applied(approvedOnly);
    await askTwin(run.twin, "PATCH", vault, {
      properties: { publicNetworkAccess: "enabled", networkAcls: { defaultAction: "Allow", bypass: "azureservices" } },
    });
    const rolled = await run.rollback();
    expect([rolled.verdict, rolled.steps.filter((s) => s.resourceId === vault)]).toEqual(["restored", []]);
  });

  it("is seen while the rollback is at work too", async () => {
    let ask: AskTwin = async () => 0;
    const { run } = await applied(approvedOnly, {
      onEvent: (event) => {
        if (event.is !== "step ended" || event.outcome.step.id !== "reopen-public-access:kv-northwind-ai") return;
        const rules = { bypass: "AzureServices", defaultAction: "Deny", ipRules: [{ value: "203.0.113.7" }] };
        void ask("PATCH", storage, { properties: { networkAcls: rules } });
      },
    });
    ask = await visitTwin(run.twin);
    const rolled = await run.rollback();
    expect(stepsOf(rolled, "refused")).toEqual(["reopen-public-access:stnorthwindai"]);
    expect(JSON.stringify(settingsIn(run, storage))).toContain("203.0.113.7");
    expect(settingsIn(run, storage)?.publicNetworkAccess).toBe("Disabled");
  });

  it("is the bypass alone: the door opens, and their bypass stays", async () => {
    const { run } = await applied(approvedOnly);
    const rules = { bypass: "Logging, AzureServices", defaultAction: "Deny" };
    await askTwin(run.twin, "PATCH", storage, { properties: { networkAcls: rules } });
    const rolled = await run.rollback();
    expect(rolled.verdict).toBe("restored");
    expect(settingsIn(run, storage)).toMatchObject({
      publicNetworkAccess: "Enabled",
      networkAcls: { bypass: "Logging, AzureServices", defaultAction: "Allow" },
    });
  });

  it("lies between two runs: what was there before the later one is put back", async () => {
    const { run } = await applied(approvedOnly);
    const instance = { tenantId: "11111111-2222-3333-4444-555555555555", resourceId: approvedOnly.hub };
    const theirs = { defaultAction: "Allow", bypass: "AzureServices", resourceAccessRules: [instance] };
    await askTwin(run.twin, "PATCH", storage, {
      properties: { publicNetworkAccess: "Enabled", networkAcls: theirs },
    });
    const between = settingsIn(run, storage);
    await run.apply();
    expect(settingsIn(run, storage)?.publicNetworkAccess).toBe("Disabled");
    await run.rollback();
    expect(settingsIn(run, storage)).toEqual(between);
  });

  it("is a perimeter: never overwritten", async () => {
    const { run } = await applied(approvedOnly);
    await askTwin(run.twin, "PATCH", vault, { properties: { publicNetworkAccess: "SecuredByPerimeter" } });
    const rolled = await run.rollback();
    expect(stepsOf(rolled, "refused")).toEqual(["reopen-public-access:kv-northwind-ai"]);
    expect(settingsIn(run, vault)?.publicNetworkAccess).toBe("SecuredByPerimeter");
  });
});

describe("the bypass", () => {
  const shut = (action: string): EstateDocument =>
    withProperties(approvedOnly, storage, {
      networkAcls: { bypass: "None", defaultAction: action, ipRules: [], virtualNetworkRules: [], ipv6Rules: [] },
    });

  it("goes back to None after its door is open to everybody", async () => {
    const estate = shut("Allow");
    const { run, judge } = await applied(estate);
    const rolled = await run.rollback();
    expect(stepsOf(rolled, "done").slice(-2)).toEqual([
      "reopen-public-access:stnorthwindai",
      "restore-bypass:stnorthwindai",
    ]);
    expect([rolled.verdict, settingsIn(run, storage)]).toEqual(["restored", settingsAt(estate, storage)]);
    expect(judge.lost).toEqual([]);
  });

  it("stays where trusted services would lose their way: refused, as any closing would be", async () => {
    const { run, judge } = await applied(shut("Deny"));
    const rolled = await run.rollback();
    expect([rolled.verdict, stepsOf(rolled, "refused")]).toEqual(["refused", ["restore-bypass:stnorthwindai"]]);
    expect(
      rolled.steps
        .flatMap((s) => s.refusals)
        .map((r) => r.lost)
        .join(),
    ).toContain("trusted Microsoft services");
    expect(settingsIn(run, storage)).toMatchObject({
      publicNetworkAccess: "Enabled",
      networkAcls: { bypass: "AzureServices", defaultAction: "Deny" },
    });
    expect(judge.lost).toEqual([]);
  });

  it("goes back to None all the same where the config leaves trusted services as found", async () => {
    const estate = shut("Deny");
    const { run } = await applied(estate);
    const rolled = await run.rollback({ spec: closeEverything({ trustedServices: "AsFound" }) });
    expect([rolled.verdict, settingsIn(run, storage)]).toEqual(["restored", settingsAt(estate, storage)]);
  });

  it("of a registry is an option of its own", async () => {
    const estate = withProperties(approvedOnly, registry, { networkRuleBypassOptions: "None" });
    const { run } = await applied(estate);
    expect(settingsIn(run, registry)?.networkRuleBypassOptions).toBe("AzureServices");
    const rolled = await run.rollback();
    expect([rolled.verdict, settingsIn(run, registry)]).toEqual(["restored", settingsAt(estate, registry)]);
  });
});

describe("what can't be put back", () => {
  it("is told with what a person would run, and stays", async () => {
    const { run } = await applied(approvedOnly);
    const rolled = await run.rollback();
    const stays = rolled.steps.filter((s) => s.state === "skipped");
    expect(new Set(stays.map((s) => s.kind))).toEqual(
      new Set(["grant-reader", "declare-rule", "provision-managed-network"]),
    );
    expect(stays.map((s) => s.reason).join("\n")).toMatch(/az role assignment delete .*--scope \//);
    expect(stays.map((s) => s.reason).join("\n")).toMatch(
      /az ml workspace outbound-rule remove .*--rule aoai-northwind/,
    );
    expect(stays.map((s) => s.reason).join("\n")).toContain("can't be undone");
  });

  it("is silent about what is gone by now", async () => {
    const { run } = await applied(approvedOnly);
    const rule = run.twin.documents().find((d) => d.id.includes("/outboundRules/aoai-northwind"));
    await askTwin(run.twin, "DELETE", rule?.id ?? "");
    run.clock.advance(3_600_000);
    const rolled = await run.rollback();
    expect(stepsOf(rolled, "skipped").filter((id) => id.includes("aoai-northwind"))).toEqual([]);
  });

  it("is a hub that let chosen addresses in: it is never opened wider than it was", async () => {
    const chosen = withProperties(openHub, openHub.hub, { ipAllowlist: ["203.0.113.0/24"] });
    const spec = closeEverything({
      accept: [{ code: "SFH322", resource: openHub.hub, origin: "203.0.113.0/24", reason: "they have a way in" }],
    });
    const { run } = await applied(chosen, { spec });
    expect(settingsIn(run, openHub.hub)).toMatchObject({ publicNetworkAccess: "Disabled", ipAllowlist: [] });
    const rolled = await run.rollback();
    expect(stepsOf(rolled, "refused")).toEqual(["reopen-public-access:hub-northwind"]);
    expect(rolled.steps.flatMap((s) => s.refusals)[0]?.missing).toContain(
      `--properties '{"ipAllowlist":["203.0.113.0/24"]}'`,
    );
    expect(settingsIn(run, openHub.hub)?.publicNetworkAccess).toBe("Disabled");
  });

  it("is a service that is the hub's no longer: only its own are written", async () => {
    const { run, capsule } = await applied(approvedOnly);
    await askTwin(run.twin, "PATCH", approvedOnly.hub, { properties: { containerRegistry: null } });
    run.clock.advance(3_600_000);
    const rolled = await run.rollback();
    expect(capsule.kept().some((w) => w.resourceId === registry)).toBe(true);
    expect(stepsOf(rolled, "refused")).toEqual(["reopen-public-access:crnorthwindai"]);
    expect(settingsIn(run, registry)?.publicNetworkAccess).toBe("Disabled");
  });
});

it("waits for a hub that is still being made: nothing is planned, and nothing written", async () => {
  const making = withProperties(approvedOnly, approvedOnly.hub, { provisioningState: "Creating" });
  const { capsule } = await applied(approvedOnly);
  const run = await runOnTwin(making, { capsule });
  const rolled = await run.rollback();
  expect([rolled.verdict, exitCodeOf(rolled.verdict), run.writes()]).toEqual(["incomplete", 4, []]);
});
