import { RunError } from "../errors.ts";
import type { SubscriptionReader } from "../ports.ts";
import type { Answer } from "./answer.ts";
import { assignmentLine } from "../snapshot/built-in-roles.ts";
import type { Arm } from "./arm.ts";
import { refusedObjectId } from "./azure-error.ts";
import { wordAt } from "./document.ts";
import { describe, readFailure } from "./refusals.ts";
import type { Asked } from "./refusals.ts";

export function createSubscriptionReader(arm: Arm): SubscriptionReader {
  return {
    async readable() {
      const listed = await arm.list("/subscriptions", {}, refused);
      if (listed.is === "known") return listed.value.map((document) => wordAt(document, "subscriptionId"));
      const why = listed.is === "unknown" ? listed.why : "Azure answered 404";
      throw new RunError("SFH908", `The subscriptions the caller can read can't be listed: ${why}`);
    },
  };
}

/** Without the list nothing tells which private endpoints the caller could see: the run can't go on a guess. */
function refused(answer: Answer, asked: Asked): ReturnType<typeof readFailure> {
  if (answer.status !== 403) return readFailure(answer, asked);
  const who = answer.error === undefined ? undefined : refusedObjectId(answer.error);
  const line = assignmentLine("Reader", "/subscriptions/<subscription of the hub>", who);
  throw new RunError("SFH403", `The caller may not list its subscriptions: ${describe(answer)}`, {
    fix: `${line} (grants take up to ten minutes to act)`,
    status: answer.status,
    ...(answer.correlationId === undefined ? {} : { correlationId: answer.correlationId }),
  });
}
