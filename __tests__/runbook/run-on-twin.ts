/** Runs the whole runbook on a twin of an estate, in process, and keeps what every test of it asks for. */
import type { ApplyEvent } from "../../src/apply/events.ts";
import type { GuardClause } from "../../src/plan/guard.ts";
import type { Hold } from "../../src/plan/hold.ts";
import type { SavedPlan } from "../../src/plan/saved-plan.ts";
import type { Capsule, Journal, JournalEntry } from "../../src/ports.ts";
import type { Report } from "../../src/report/report.ts";
import type { PermissionsReport } from "../../src/report/roles.ts";
import {
  runApply,
  runPermissions,
  runPlan,
  runPlanToSave,
  runRollback,
  runVerify,
  type ApplyOptions,
  type RunInput,
} from "../../src/runbook/runbook.ts";
import type { DirectNames } from "../../src/diagnose/pac/direct-names.ts";
import { runDiagnose, type DiagnoseInput } from "../../src/runbook/diagnose.ts";
import { runPac } from "../../src/runbook/pac.ts";
import { hubSpecSchema, type HubSpec } from "../../src/spec/hub-spec.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { memoryCapsule } from "../support/memory-capsule.ts";
import { nothingGiven, twinVantage } from "../support/twin-vantage.ts";
import { connectTwin, type ConnectOptions, type ConnectedTwin } from "../support/in-process.ts";

export interface TwinRun extends ConnectedTwin {
  readonly plan: () => Promise<Report>;
  readonly verify: () => Promise<Report>;
  readonly diagnose: (parts?: Partial<Pick<DiagnoseInput, "vantage" | "given" | "waitMs">>) => Promise<Report>;
  readonly directNames: () => Promise<DirectNames>;
  readonly permissions: () => Promise<PermissionsReport>;
  readonly planToSave: () => Promise<SavedPlan>;
  readonly apply: (options?: Partial<ApplyOptions>) => Promise<Report>;
  /** With a spec or capsule of its own where one is given; `says` is the answer to the question. */
  readonly rollback: (options?: RollbackOptions) => Promise<Report>;
  readonly events: readonly ApplyEvent[];
  /** Requests that changed something, in order. */
  readonly writes: () => ConnectedTwin["twin"]["log"];
}

interface RollbackOptions {
  readonly spec?: HubSpec;
  readonly capsule?: Capsule;
  readonly says?: boolean;
}

export interface RunOptions extends ConnectOptions {
  readonly spec?: HubSpec;
  readonly hub?: string;
  readonly journal?: Journal;
  readonly capsule?: Capsule;
  readonly clauses?: readonly GuardClause[];
  readonly hold?: Hold;
  /** Somebody else, who acts when the run tells something. */
  readonly onEvent?: (event: ApplyEvent, twin: ConnectedTwin["twin"]) => void;
}

/** The spec the expectations are written for: everything closed, the hub's own door too. */
export function closeEverything(changes: Readonly<Record<string, unknown>> = {}): HubSpec {
  return hubSpecSchema.parse({ publicAccess: { hub: "Disabled" }, ...changes });
}

export function memoryJournal(): Journal & { readonly kept: JournalEntry[] } {
  const kept: JournalEntry[] = [];
  return {
    kept,
    entries: () => Promise.resolve(kept),
    record: (entry) => {
      kept.push(entry);
      return Promise.resolve();
    },
  };
}

export async function runOnTwin(estate: EstateDocument, options: RunOptions = {}): Promise<TwinRun> {
  const {
    spec = closeEverything(),
    hub = estate.hub,
    journal = memoryJournal(),
    capsule = memoryCapsule(),
    clauses,
    hold,
    onEvent,
    ...connect
  } = options;
  const connected = await connectTwin(estate, { pace: { kind: "clock" }, ...connect });
  const events: ApplyEvent[] = [];
  const input: RunInput = {
    world: connected.world,
    hub,
    spec,
    clock: connected.clock,
    journal,
    capsule,
    emit: (event) => {
      events.push(event);
      onEvent?.(event, connected.twin);
    },
    clauses,
    hold,
    version: "0.0.0-test",
    traffic: () => ({ requests: connected.requests.length, throttled: 0, correlationIds: [] }),
  };
  return {
    ...connected,
    events,
    plan: () => runPlan(input),
    verify: () => runVerify(input),
    diagnose: (parts = {}) =>
      runDiagnose({
        ...input,
        vantage: twinVantage(connected.twin),
        given: nothingGiven,
        waitMs: 0,
        ...parts,
      }),
    directNames: () => runPac(input),
    permissions: () => runPermissions(input),
    planToSave: async () => (await runPlanToSave(input)).saved,
    apply: (options = {}) =>
      runApply(input, { confirm: () => Promise.resolve(true), isAllOrNothing: false, ...options }),
    rollback: ({ says = true, ...other } = {}) =>
      runRollback({ ...input, capsule, ...other }, { confirm: () => Promise.resolve(says) }),
    writes: () => connected.twin.log.filter((entry) => entry.isWrite),
  };
}
