import { RunError } from "../errors.ts";
import { assignmentLine } from "../snapshot/built-in-roles.ts";

/** The id of a subscription, lower case, from what people write for it. Throws RunError SFH912 for what is none. */
export function readSubscription(text: string): string {
  const [, id] = /^(?:\/subscriptions\/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/i.exec(text.trim()) ?? [];
  if (id !== undefined) return id.toLowerCase();
  throw new RunError("SFH912", `"${text}" is not the id of a subscription.`, {
    fix: "An id looks like 00000000-0000-0000-0000-000000000000; az account list --output table shows them.",
  });
}

export interface SubscriptionChoice {
  /** Ids of the subscriptions to look in; none means every one in sight. */
  readonly asked: readonly string[];
  /** Ids of those the caller can see. */
  readonly visible: readonly string[];
  /** The caller's object id, where it is known. */
  readonly callerId: string | undefined;
}

/**
 * Where to look, each subscription once, lower case and in order. Throws RunError SFH403 where one that is asked for
 * can't be seen, or none can: Resource Graph would leave it out without a word.
 */
export function chooseSubscriptions({ asked, visible, callerId }: SubscriptionChoice): readonly string[] {
  const seen = new Set(visible.map((id) => id.toLowerCase()));
  const wanted = [...new Set(asked.length === 0 ? seen : asked.map((id) => id.toLowerCase()))].sort();
  const hidden = wanted.filter((id) => !seen.has(id));
  if (hidden.length > 0) throw notVisible(hidden, callerId);
  if (wanted.length > 0) return wanted;
  throw new RunError(
    "SFH403",
    "The caller can see no subscription: it has no role in any, or only in another tenant.",
    {
      fix: `Check the tenant signed in to, then: ${assignmentLine("Reader", "/subscriptions/<subscription of the hubs>", callerId)} (grants take up to ten minutes to act)`,
    },
  );
}

function notVisible(hidden: readonly string[], callerId: string | undefined): RunError {
  const [which, what] =
    hidden.length === 1 ? ["subscription", "it is not there"] : ["subscriptions", "they are not there"];
  const lines = hidden.map((id) => assignmentLine("Reader", `/subscriptions/${id}`, callerId));
  return new RunError(
    "SFH403",
    `The caller can't see the ${which} ${hidden.join(", ")}: ${what}, in another tenant, or the caller has no role there.`,
    {
      fix: `Check the id and the tenant signed in to (az account list), then: ${lines.join("; ")} (grants take up to ten minutes to act)`,
    },
  );
}
