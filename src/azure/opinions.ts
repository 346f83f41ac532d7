import type { Clock, OperationState } from "../ports.ts";
import type { Opinion } from "../snapshot/opinion.ts";
import { known, unknown } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Answer } from "./answer.ts";
import type { Arm } from "./arm.ts";
import { documentAt, documentsAt, textAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";
import { operationState, polledAt } from "./operations.ts";
import { readFailure } from "./refusals.ts";

/** Recorded once: half a minute from the question to the result. Ten times that, then the rest of the report goes first. */
const budgetMs = 300_000;
/** Between two looks, unless the service says otherwise: its answers to a poll name no delay. */
const intervalMs = 5_000;
/** A service that says "at once" isn't asked without a pause. */
const shortestMs = 1_000;

/**
 * What a workspace's diagnose operation finds. It changes nothing. A refusal, a failed operation, one that doesn't end and
 * a result of another shape are unknown.
 */
export async function readOpinions(arm: Arm, clock: Clock, workspace: ResourceId): Promise<Read<readonly Opinion[]>> {
  const path = `${workspace}/diagnose`;
  const answer = await arm.askLong(path, { value: {} });
  if (answer.status === 200) return opinionsIn(answer.body);
  if (answer.status !== 202) return readFailure(answer, { method: "POST", path });
  // Recorded: Location only. Where both came, the other would tell a status and never the result.
  const link = answer.header("location") ?? answer.header("azure-asyncoperation");
  return link === undefined
    ? unknown("the diagnosis was accepted, and the answer didn't say where its result will be")
    : resultAt(arm, clock, link);
}

async function resultAt(arm: Arm, clock: Clock, link: string): Promise<Read<readonly Opinion[]>> {
  const url = polledAt(arm, link);
  const endsAt = clock.now() + budgetMs;
  for (;;) {
    const answer = await arm.follow(url);
    const state = stateOf(answer, url);
    if (state.is !== "running") return state;
    const waitMs = Math.max(state.retryAfterMs ?? intervalMs, shortestMs);
    if (clock.now() + waitMs > endsAt) return unknown(`it had not ended after ${budgetMs / 60_000} minutes`);
    await clock.sleep(waitMs);
  }
}

function stateOf(
  answer: Answer,
  url: URL,
): Read<readonly Opinion[]> | Extract<OperationState, { readonly is: "running" }> {
  const state = operationState(answer, url);
  switch (state.is) {
    case "running":
      return state;
    case "failed":
      return unknown(`Azure ended it with ${state.code}: ${state.message}`);
    case "gone": {
      const refused = readFailure(answer, { method: "GET", path: url.pathname });
      return refused.is === "unknown" ? refused : unknown("the service forgot it before its result was had");
    }
    case "succeeded":
      return opinionsIn(answer.body);
  }
}

/** `{ value: { dnsResolutionResults: [{ code, level, message }], … } }`; a list of a name not known here counts too. */
export function opinionsIn(body: unknown): Read<readonly Opinion[]> {
  const lists = documentAt(body, "value");
  if (lists === undefined) return unknown("it ended without a result");
  return known(
    Object.keys(lists).flatMap((name) =>
      documentsAt(lists, name).map((result) => parseOpinion(name.replace(/Results$/i, ""), result)),
    ),
  );
}

function parseOpinion(category: string, result: Document): Opinion {
  return {
    category,
    code: textAt(result, "code"),
    level: levelOf(result),
    message: textAt(result, "message"),
  };
}

/** One that is none of the three is no good news: it counts as a warning. */
function levelOf(result: Document): Opinion["level"] {
  const word = wordAt(result, "level");
  return word === "error" ? "Error" : word === "information" ? "Information" : "Warning";
}
