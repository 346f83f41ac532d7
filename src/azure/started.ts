import type { Started } from "../ports.ts";
import type { Sent } from "./answer.ts";
import type { Arm } from "./arm.ts";
import { hasCode } from "./azure-error.ts";
import { operationAt, pollUrlOf } from "./operations.ts";
import { describe, refusalOf } from "./refusals.ts";
import type { Asked } from "./refusals.ts";

/**
 * What sending a write came to. Throws RunError where Azure refused for good.
 * A 409 other than a lock, a policy or a missing registration is another operation in progress, as far as one can tell:
 * the caller waits for it within a budget and shows `why`. Any 5xx, a 503 with a delay too, may have been carried out.
 */
export function startedBy(sent: Sent, arm: Arm, asked: Asked): Started {
  if (sent.is === "lost") return { is: "unclear", why: sent.why };
  const { answer } = sent;
  if (answer.status >= 500 || answer.status === 408) return { is: "unclear", why: describe(answer) };
  if (answer.status === 409 && !isForGood(sent)) return { is: "busy", why: describe(answer) };
  if (answer.status >= 300) throw refusalOf(answer, asked);
  const pollUrl = pollUrlOf(answer);
  return pollUrl === undefined ? { is: "answered" } : { is: "running", operation: operationAt(arm, pollUrl) };
}

function isForGood(sent: Sent): boolean {
  const error = sent.is === "answer" ? sent.answer.error : undefined;
  return hasCode(error, "ScopeLocked", "MissingSubscriptionRegistration", "RequestDisallowedByPolicy");
}
