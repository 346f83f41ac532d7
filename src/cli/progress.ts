import type { ApplyEvent } from "../apply/events.ts";
import type { RequestEvent } from "../azure/requests.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { describeDuration, describeStep } from "../report/words.ts";

/** One line about what a run is doing, without a line break. */
export function describeEvent(event: ApplyEvent): string {
  switch (event.is) {
    case "step started":
      return `begin    ${describePlanned(event.step)}`;
    case "waiting":
      return `waiting  for ${event.what}: ${describeDuration(event.waitedMs)} of at most ${describeDuration(event.budgetMs)}`;
    case "step ended": {
      const { step, state, reason, durationMs } = event.outcome;
      const why = reason === "" ? "" : `: ${reason}`;
      return `${state.padEnd(7)}  ${describePlanned(step)}, ${describeDuration(durationMs)}${why}`;
    }
    case "noticed":
      return `notice   ${event.text}`;
  }
}

function describePlanned({ id, step }: PlannedStep): string {
  return describeStep({
    id,
    kind: step.kind,
    resourceId: step.kind === "declare-rule" ? step.rule.target : step.resourceId,
  });
}

/** One line about a request: what --verbose shows. */
export function describeRequest(event: RequestEvent): string {
  const { method, host, path, status, ms, correlationId } = event;
  const answer = status === undefined ? "no answer" : String(status);
  return `${method} ${answer} ${ms} ms ${host}${path}${correlationId === undefined ? "" : ` (${correlationId})`}`;
}
