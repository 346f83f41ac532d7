/** What a run makes of answers that are lost, that say "later", or that tell of an operation it can't follow. */
import { describe, expect, it } from "vitest";
import type { ApplyContext } from "../../src/apply/apply-context.ts";
import type { ApplyEvent } from "../../src/apply/events.ts";
import { findOpenOperation } from "../../src/apply/open-operation.ts";
import { runStep } from "../../src/apply/run-step.ts";
import { NotSent } from "../../src/apply/send.ts";
import { observe } from "../../src/observe/observe.ts";
import { planned } from "../../src/plan/plan.ts";
import type { StepOutcome } from "../../src/plan/step-outcome.ts";
import type { Step } from "../../src/plan/step.ts";
import type { JournalEntry, World } from "../../src/ports.ts";
import type { OutboundRule } from "../../src/snapshot/outbound-rule.ts";
import { known, mapRead, valueOr, type Read } from "../../src/snapshot/read.ts";
import type { Snapshot } from "../../src/snapshot/snapshot.ts";
import { estateNamed, find, withProperties } from "../support/edit-estate.ts";
import { valueAt } from "../support/expectation.ts";
import { connectTwin, type ConnectOptions, type ConnectedTwin } from "../support/in-process.ts";
import { closeEverything, memoryJournal, runOnTwin } from "./run-on-twin.ts";

const fresh = estateNamed("fresh-approved-only");
const hardened = estateNamed("hardened");
const storage = find(fresh, "/storageAccounts/stnorthwindai").id;
const searchRule = "/outboundRules/srch-northwind-search";
const closing: Step = { kind: "close-public-access", resourceId: storage, role: "storage" };

interface Stage extends ConnectedTwin {
  readonly snapshot: Snapshot;
  readonly events: readonly ApplyEvent[];
  readonly journal: readonly JournalEntry[];
  readonly take: (step: Step, snapshot?: Snapshot) => Promise<StepOutcome>;
  readonly sent: (method: string) => number;
}

/** One step at a time on a twin, with the world as read at first. */
async function stageOf(
  estate: typeof fresh,
  options: ConnectOptions = {},
  seenThrough: (world: World) => World = (world) => world,
): Promise<Stage> {
  const connected = await connectTwin(estate, { pace: { kind: "clock" }, ...options });
  const { clock, twin } = connected;
  const world = seenThrough(connected.world);
  const [events, journal, spec]: [ApplyEvent[], ReturnType<typeof memoryJournal>, ApplyContext["spec"]] = [
    [],
    memoryJournal(),
    closeEverything(),
  ];
  const look = (): Promise<Snapshot> => observe(world, { hub: estate.hub, extraTargets: [], clock });
  const emit = (event: ApplyEvent): void => {
    events.push(event);
  };
  const context: ApplyContext = { world, hub: estate.hub, spec, clock, journal, emit, observe: look };
  const first = await look();
  return {
    ...connected,
    snapshot: first,
    events,
    journal: journal.kept,
    take: (step, snapshot = first) => runStep(context, planned(step), snapshot),
    sent: (method) => twin.log.filter((entry) => entry.isWrite && entry.method === method).length,
  };
}

/** A service that goes on showing for three reads what each rule was when it was first read. */
function withLateRules(world: World): World {
  const first = new Map<string, { readonly read: Read<OutboundRule>; count: number }>();
  const outboundRule: World["workspaces"]["outboundRule"] = async (hub, name) => {
    const seen = first.get(name);
    if (seen !== undefined && (seen.count += 1) <= 3) return seen.read;
    return world.workspaces.outboundRule(hub, name);
  };
  const outboundRules: World["workspaces"]["outboundRules"] = async (hub) => {
    const read = await world.workspaces.outboundRules(hub);
    for (const rule of valueOr(read, [])) {
      if (!first.has(rule.name)) first.set(rule.name, { read: known(rule), count: 0 });
    }
    return read;
  };
  return { ...world, workspaces: { ...world.workspaces, outboundRule, outboundRules } };
}

/** A service that accepts a rule, says its operation succeeded, and shows it Failed. */
function withFailingRules(world: World): World {
  const outboundRule: World["workspaces"]["outboundRule"] = async (hub, name) =>
    mapRead(await world.workspaces.outboundRule(hub, name), (rule) =>
      rule.type === "PrivateEndpoint" ? { ...rule, status: "Failed", failure: "no rights on the target" } : rule,
    );
  return { ...world, workspaces: { ...world.workspaces, outboundRule } };
}

/** The step's wish to be judged again; fails where it came to anything else. */
async function notSentOf(work: Promise<StepOutcome>): Promise<NotSent> {
  const error: unknown = await work.then(
    (outcome) => outcome,
    (thrown: unknown) => thrown,
  );
  if (error instanceof NotSent) return error;
  throw new Error(`expected NotSent, got ${JSON.stringify(error)}`);
}

const accessOf = (stage: Stage): unknown =>
  valueAt(find({ resources: stage.twin.documents() }, storage), "properties.publicNetworkAccess");
const statusOf = (stage: Stage, rule: string): unknown =>
  valueAt(find({ resources: stage.twin.documents() }, rule), "properties.status");

function putRule(name: string, subresource: string, target: string, isAgain = false): Step {
  const rule = { name, target, subresource, fqdns: [], sparkEnabled: false };
  return { kind: "declare-rule", resourceId: hardened.hub, rule, wantedBy: "a test", isAgain };
}

const searchAgain = putRule(
  "srch-northwind-search",
  "searchService",
  find(hardened, "/searchServices/srch-northwind").id,
  true,
);

describe("a closing", () => {
  it("is not made on facts that have changed since it was judged", async () => {
    const stage = await stageOf(fresh);
    const services = stage.snapshot.services.map((s) =>
      s.id === storage ? { ...s, publicAccess: { ...s.publicAccess, ipRanges: ["203.0.113.9"] } } : s,
    );
    const notSent = await notSentOf(stage.take(closing, { ...stage.snapshot, services }));
    expect(notSent.retryAfterMs).toBe(0);
    expect([accessOf(stage), stage.sent("PATCH"), stage.journal]).toEqual(["Enabled", 0, []]);
  });

  it.each([
    ["throttled", { kind: "status", status: 429, retryAfter: 40 } as const, 40_000],
    ["told to wait for another operation", { kind: "status", status: 409, code: "Conflict" } as const, 30_000],
    ["lost, and nothing came of it", { kind: "reset" } as const, 5_000],
    [
      "answered 503 with a delay, and nothing came of it",
      { kind: "status", status: 503, retryAfter: 9 } as const,
      5_000,
    ],
  ])("that is %s is not sent again without a new look", async (_how, fault, retryAfterMs) => {
    const stage = await stageOf(fresh, { faults: [{ on: { method: "PATCH" }, do: fault }] });
    expect((await notSentOf(stage.take(closing))).retryAfterMs).toBe(retryAfterMs);
    expect([accessOf(stage), stage.sent("PATCH")]).toEqual(["Enabled", 1]);
  });
});

describe("a busy answer", () => {
  it("to a grant for an identity the directory doesn't know yet is waited out", async () => {
    const fault = { kind: "status", status: 400, code: "PrincipalNotFound" } as const;
    const faults = [{ on: { method: "PUT", path: "roleAssignments" }, do: fault, times: 5 }];
    const stage = await stageOf(fresh, { faults });
    const principalId = stage.snapshot.hub.identities[0]?.principalId ?? "";
    const scope = stage.snapshot.privateEndpoints.find((endpoint) => endpoint.target === storage)?.id ?? "";
    const outcome = await stage.take({ kind: "grant-reader", resourceId: scope, principalId, owners: [] });
    expect([outcome.state, stage.sent("PUT")]).toEqual(["done", 6]);
  });

  it("to a rule is said, waited for, and the rule is sent again", async () => {
    const fault = { kind: "status", status: 409, code: "Conflict" } as const;
    const faults = [{ on: { method: "PUT", path: "outboundRules" }, do: fault, times: 3 }];
    const stage = await stageOf(hardened, { faults });
    const outcome = await stage.take(putRule("st-table", "table", storage));
    expect([outcome.state, statusOf(stage, "/st-table")]).toEqual(["done", "Active"]);
    const noticed = stage.events.flatMap((event) => (event.is === "noticed" ? [event.text] : []));
    expect(noticed.join()).toContain("409 Conflict");
  });

  it("that never ends passes the step's budget once, and the error says what Azure said last", async () => {
    const fault = { kind: "status", status: 409, code: "AnotherOperationInProgress" } as const;
    const faults = [{ on: { method: "PUT", path: "outboundRules" }, do: fault, times: 10_000 }];
    const stage = await stageOf(hardened, { faults });
    const begun = stage.clock.now();
    const outcome = await stage.take(putRule("st-table", "table", storage));
    expect([outcome.state, outcome.error?.code]).toEqual(["pending", "SFH914"]);
    expect(outcome.reason).toContain("AnotherOperationInProgress");
    expect(stage.clock.now() - begun).toBeLessThanOrEqual(30 * 60_000);
  });
});

describe("a rule that is put", () => {
  it("fails with the service's own words where it is Failed in the end", async () => {
    const stage = await stageOf(hardened, {}, withFailingRules);
    const outcome = await stage.take(putRule("st-table", "table", storage));
    expect([outcome.state, outcome.error?.code]).toEqual(["failed", "SFH909"]);
    expect(outcome.reason).toBe("outbound rule st-table is Failed: no rights on the target");
  });

  it.each(["Inactive", "Failed"])("again, being %s, is sent again where the answer was lost", async (status) => {
    const estate = withProperties(hardened, searchRule, { status });
    const stage = await stageOf(estate, { faults: [{ on: { method: "PUT" }, do: { kind: "reset" } }] });
    expect((await stage.take(searchAgain)).state).toBe("done");
    expect([statusOf(stage, searchRule), stage.sent("PUT")]).toEqual(["Active", 2]);
  });

  it.each(["Inactive", "Failed"])(
    "again, being %s, is not judged by what it still shows for a while",
    async (status) => {
      const forbidden = { kind: "status", status: 403, code: "AuthorizationFailed" } as const;
      const faults = [{ on: { method: "GET", path: "workspaceOperationsStatus" }, do: forbidden, times: 10_000 }];
      const stage = await stageOf(withProperties(hardened, searchRule, { status }), { faults }, withLateRules);
      expect((await stage.take(searchAgain)).state).toBe("done");
      expect(statusOf(stage, searchRule)).toBe("Active");
    },
  );

  it("on a network that isn't provisioned yet is done when it is stored", async () => {
    const stage = await stageOf(fresh);
    expect((await stage.take(putRule("st-table", "table", storage))).state).toBe("done");
    expect(statusOf(stage, "/st-table")).toBe("Inactive");
  });
});

describe("an approval", () => {
  it("is not given where the connection leads to another endpoint than the one judged", async () => {
    const stage = await stageOf(estateNamed("pending-look-alike"));
    const isPending = (c: { readonly status: string }): boolean => c.status === "Pending";
    const services = stage.snapshot.services.map((s) =>
      s.connections.is !== "known"
        ? s
        : {
            ...s,
            connections: {
              ...s.connections,
              value: s.connections.value.map((c) => ({ ...c, endpointId: `${c.endpointId}x` })),
            },
          },
    );
    const pending = services.flatMap((s) => (s.connections.is === "known" ? s.connections.value : [])).find(isPending);
    const step: Step = { kind: "approve-connection", resourceId: pending?.id ?? "", ruleName: "r" };
    const outcome = await stage.take(step, { ...stage.snapshot, services });
    expect([outcome.error?.code, stage.sent("PUT")]).toEqual(["SFH915", 0]);
  });
});

describe("an operation", () => {
  it("that may not be polled is followed by the resource instead", async () => {
    const forbidden = { kind: "status", status: 403, code: "AuthorizationFailed" } as const;
    const faults = [{ on: { method: "GET", path: "workspaceOperationsStatus" }, do: forbidden, times: 100_000 }];
    const stage = await stageOf(fresh, { faults });
    const outcome = await stage.take({
      kind: "provision-managed-network",
      resourceId: fresh.hub,
      includeSpark: false,
    });
    expect(outcome.state).toBe("done");
  });

  it("of another host in the journal doesn't end the run: the resource decides", async () => {
    const journal = memoryJournal();
    const stepId = "provision-managed-network:hub-northwind";
    const operationUrl = "https://localhost:9443/subscriptions/s/providers/x/locations/l/workspaceOperationsStatus/op";
    journal.kept.push({ at: 0, hub: fresh.hub, stepId, event: "sent", operationUrl });
    const report = await (await runOnTwin(fresh, { journal })).apply();
    expect([report.verdict, report.errors]).toEqual(["private", []]);
  });

  it("of another host in the journal is no reason not to wait for the network either", async () => {
    const stage = await stageOf(fresh);
    await stage.world.managedNetwork.provision(fresh.hub, { includeSpark: false });
    const operationUrl = "https://localhost:9443/op";
    const stepId = "provision-managed-network:hub-northwind";
    const sent: JournalEntry = { at: 0, hub: fresh.hub, stepId, event: "sent", operationUrl };
    const spec = closeEverything();
    const context: ApplyContext = {
      ...{ world: stage.world, hub: fresh.hub, spec, clock: stage.clock, emit: () => undefined },
      journal: { ...memoryJournal(), entries: () => Promise.resolve([sent]) },
      observe: () => Promise.resolve(stage.snapshot),
    };
    const step = planned({ kind: "await-managed-network", resourceId: fresh.hub });
    expect((await runStep(context, step, stage.snapshot)).state).toBe("done");
  });
});

describe("the operation a journal shows open", () => {
  const entry = (stepId: string, event: "sent" | "ended", operationUrl?: string, hub = "/h"): JournalEntry => ({
    ...{ at: 0, hub, stepId, event },
    operationUrl,
  });
  const rule = "declare-rule:hub:a";
  const network = "provision-managed-network:hub";

  it.each<[string, JournalEntry[], string | undefined]>([
    ["none in an empty journal", [], undefined],
    ["the one sent", [entry(network, "sent", "u1")], "u1"],
    ["none once its step has ended", [entry(network, "sent", "u1"), entry(network, "ended")], undefined],
    [
      "one sent again after it had ended",
      [entry(rule, "sent", "u1"), entry(rule, "ended"), entry(rule, "sent", "u2")],
      "u2",
    ],
    ["the last of several", [entry(rule, "sent", "u1"), entry(network, "sent", "u2")], "u2"],
    [
      "an earlier one where the later has ended",
      [entry(network, "sent", "u1"), entry(rule, "sent", "u2"), entry(rule, "ended")],
      "u1",
    ],
    ["still the first where a second write named none", [entry(network, "sent", "u1"), entry(network, "sent")], "u1"],
    ["none of another hub", [entry(network, "sent", "u1", "/other")], undefined],
    ["one of the hub in another casing", [entry(network, "sent", "u1", "/H")], "u1"],
    [
      "none of a service's own",
      [entry("approve-connection:cr", "sent", "u1"), entry("close-public-access:cr", "sent", "u2")],
      undefined,
    ],
  ])("is %s", (_what, entries, url) => {
    expect(findOpenOperation(entries, "/h")).toBe(url);
  });
});
