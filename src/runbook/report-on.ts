import type { Diagnosis } from "../diagnose/diagnosis.ts";
import type { RunError } from "../errors.ts";
import type { StepOutcome } from "../plan/step-outcome.ts";
import type { Stay } from "../plan/what-stays.ts";
import { buildReport } from "../report/build-report.ts";
import type { Command, Report } from "../report/report.ts";
import type { Looked, RunInput } from "./look.ts";

/** What a run came to: the world at its beginning and its end, and what was done between. */
interface CameTo {
  readonly first: Looked;
  readonly last: Looked;
  readonly outcomes?: readonly StepOutcome[];
  readonly stopped?: RunError | undefined;
  readonly stays?: readonly Stay[];
  readonly diagnosis?: Diagnosis;
}

export function reportOn(input: RunInput, command: Command, startedAt: number, cameTo: CameTo): Report {
  return buildReport({
    command,
    version: input.version,
    cloud: input.world.cloud.name,
    caller: input.world.caller,
    spec: input.spec,
    startedAt,
    endedAt: input.clock.now(),
    outcomes: [],
    stopped: undefined,
    ...cameTo,
    traffic: input.traffic(),
  });
}
