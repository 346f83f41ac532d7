import type { OutboundRule, PrivateEndpointRule } from "../snapshot/outbound-rule.ts";
import { valueOr } from "../snapshot/read.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { DeclaredRule } from "../ports.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { ApplyContext } from "./apply-context.ts";
import { sendOnce } from "./send.ts";
import { operationOf, outboundRuleBudget, waitUntil } from "./wait.ts";

/**
 * Puts one rule and waits until it is where it is going; then reads the whole set again and puts back what our own
 * write lost: two writes close together are known to eat rules that were reported created.
 */
export async function writeRule(
  context: ApplyContext,
  step: PlannedStep,
  rule: DeclaredRule,
  before: Snapshot,
): Promise<void> {
  await putRule(context, step, rule);
  const there = await readRules(context);
  for (const lost of lostRules(valueOr(before.outboundRules, []), there)) {
    // A list is not always whole while rules change: only what its own id denies is lost.
    const read = await context.world.workspaces.outboundRule(context.hub, lost.name);
    if (read.is !== "absent") continue;
    context.emit({ is: "noticed", text: `rule ${lost.name} vanished with our write; putting it back` });
    await putRule(context, step, lost);
  }
}

async function putRule(context: ApplyContext, step: PlannedStep, rule: DeclaredRule): Promise<void> {
  const what = `outbound rule ${rule.name}`;
  const findRule = async (): Promise<OutboundRule | undefined> =>
    (await readRules(context)).find((r) => r.name.toLowerCase() === rule.name.toLowerCase());
  const started = await sendOnce(context, step, {
    send: () => context.world.managedNetwork.declareRule(context.hub, rule),
    hasBegun: async () => (await findRule()) !== undefined,
  });
  const isThere = async (): Promise<true | undefined> => {
    const found = await findRule();
    return found !== undefined && found.status !== "Provisioning" && found.status !== "Deleting" ? true : undefined;
  };
  await waitUntil(context, outboundRuleBudget, what, isThere, operationOf(started));
}

async function readRules(context: ApplyContext): Promise<readonly OutboundRule[]> {
  return valueOr(await context.world.workspaces.outboundRules(context.hub), []);
}

/** Private-endpoint rules of the user's that were there before our write and aren't after. Others are never ours to make. */
function lostRules(before: readonly OutboundRule[], after: readonly OutboundRule[]): readonly PrivateEndpointRule[] {
  const names = new Set(after.map((r) => r.name.toLowerCase()));
  return before.filter(
    (r): r is PrivateEndpointRule =>
      r.type === "PrivateEndpoint" &&
      r.category === "UserDefined" &&
      r.status !== "Deleting" &&
      !names.has(r.name.toLowerCase()),
  );
}
