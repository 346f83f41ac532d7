/** Runs the whole runbook on a twin of an estate, in process, and keeps what every test of it asks for. */
import type { ApplyEvent } from "../../src/apply/events.ts";
import type { GuardClause } from "../../src/plan/guard.ts";
import type { Journal, JournalEntry } from "../../src/ports.ts";
import type { Report } from "../../src/report/report.ts";
import type { PermissionsReport } from "../../src/report/roles.ts";
import { runApply, runPermissions, runPlan, runVerify, type RunInput } from "../../src/runbook/runbook.ts";
import { hubSpecSchema, type HubSpec } from "../../src/spec/hub-spec.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { connectTwin, type ConnectOptions, type ConnectedTwin } from "../support/in-process.ts";

export interface TwinRun extends ConnectedTwin {
  readonly plan: () => Promise<Report>;
  readonly verify: () => Promise<Report>;
  readonly permissions: () => Promise<PermissionsReport>;
  readonly apply: (options?: { readonly isAllOrNothing?: boolean }) => Promise<Report>;
  readonly events: readonly ApplyEvent[];
  /** Requests that changed something, in order. */
  readonly writes: () => ConnectedTwin["twin"]["log"];
}

export interface RunOptions extends ConnectOptions {
  readonly spec?: HubSpec;
  readonly hub?: string;
  readonly journal?: Journal;
  readonly clauses?: readonly GuardClause[];
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
    clauses,
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
    emit: (event) => {
      events.push(event);
      onEvent?.(event, connected.twin);
    },
    ...(clauses === undefined ? {} : { clauses }),
    version: "0.0.0-test",
    traffic: () => ({ requests: connected.requests.length, throttled: 0, correlationIds: [] }),
  };
  return {
    ...connected,
    events,
    plan: () => runPlan(input),
    verify: () => runVerify(input),
    permissions: () => runPermissions(input),
    apply: ({ isAllOrNothing = false } = {}) =>
      runApply(input, { confirm: () => Promise.resolve(true), isAllOrNothing }),
    writes: () => connected.twin.log.filter((entry) => entry.isWrite),
  };
}
