import type { RunError } from "../errors.ts";
import type { Plan, RunHistory } from "../plan/plan.ts";
import type { PlanLimits } from "../plan/plan-hub.ts";
import type { Capsule, Clock, Journal, World } from "../ports.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { HubSpec } from "../spec/hub-spec.ts";
import type { ApplyEvent } from "./events.ts";

/** What every step needs; made once by the runbook. */
export interface ApplyContext extends PlanLimits {
  readonly world: World;
  readonly hub: ResourceId;
  readonly spec: HubSpec;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Without one, writes are made all the same, and can't be rolled back. */
  readonly capsule?: Capsule | undefined;
  readonly emit: (event: ApplyEvent) => void;
  /** What is left to do on a world as read; the way to the spec where it isn't said. */
  readonly planAnew?: (snapshot: Snapshot, history: RunHistory) => Plan;
  /** Asked on what the first write rests on: an error ends the run with nothing written. */
  readonly checkFirst?: ((snapshot: Snapshot) => RunError | undefined) | undefined;
  /** Reads the whole hub again. */
  readonly observe: () => Promise<Snapshot>;
}
