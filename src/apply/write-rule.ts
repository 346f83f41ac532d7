import { RunError } from "../errors.ts";
import { leadOf, type OutboundRule, type PrivateEndpointRule } from "../snapshot/outbound-rule.ts";
import { valueOr } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { DeclaredRule } from "../ports.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { ApplyContext } from "./apply-context.ts";
import { keepChange } from "./keep.ts";
import { NotSent, sendUntilTaken } from "./send.ts";
import { BoundedWait, operationOf, outboundRuleBudget, waitUntil } from "./wait.ts";
import type { Probe } from "./wait.ts";

/**
 * Puts one rule and waits until it is where it is going; then reads the whole set again and puts back what our own
 * write lost: two writes close together are known to eat rules that were reported created. Throws RunError SFH909, with
 * the service's own words, for a rule that ends Failed; NotSent where the rule isn't as it was looked at any more, since
 * putting one that another run has just made would make its endpoint anew.
 */
export async function writeRule(
  context: ApplyContext,
  step: PlannedStep,
  rule: DeclaredRule,
  before: Snapshot,
): Promise<void> {
  const rulesBefore = valueOr(before.outboundRules, []);
  const name = rule.name.toLowerCase();
  const ruleBefore = rulesBefore.find((r) => r.name.toLowerCase() === name);
  const now = await context.world.workspaces.outboundRule(context.hub, rule.name);
  if (now.is !== "unknown" && stateOf(valueOr(now, undefined)) !== stateOf(ruleBefore)) {
    throw new NotSent(`rule ${rule.name} has changed since it was looked at`, 0);
  }
  await keepRule(context, step, rule, ruleBefore);
  await putRule(context, step, rule, ruleBefore);
  const there = await readRules(context);
  for (const lost of lostRules(rulesBefore, there)) {
    // A list is not always whole while rules change: only what its own id denies is lost.
    const read = await context.world.workspaces.outboundRule(context.hub, lost.name);
    if (read.is !== "absent") continue;
    context.emit({ is: "noticed", text: `rule ${lost.name} vanished with our write; putting it back` });
    await keepRule(context, step, lost, lost);
    await putRule(context, step, lost, undefined);
  }
}

function keepRule(
  context: ApplyContext,
  step: PlannedStep,
  { name, target, subresource }: DeclaredRule,
  before: OutboundRule | undefined,
): Promise<void> {
  const prior = before === undefined ? undefined : { status: before.status };
  const resourceId = `${context.hub}/outboundRules/${name}`;
  return keepChange(context, step, { resourceId, prior, written: { target, subresource } });
}

function stateOf(rule: OutboundRule | undefined): string {
  return rule === undefined ? "absent" : [rule.type, rule.status, leadOf(rule)].join(" ").toLowerCase();
}

/** How often a rule is put that was reported done and isn't there. */
const maxPuts = 2;
/** Looks at a rule that isn't there, after its operation succeeded, before it counts as lost: reads may lag. */
const maxAbsences = 4;

async function putRule(
  context: ApplyContext,
  step: PlannedStep,
  rule: DeclaredRule,
  before: OutboundRule | undefined,
): Promise<void> {
  const wait = new BoundedWait(context, outboundRuleBudget, `outbound rule ${rule.name}`);
  for (let puts = 1; ; puts += 1) {
    const came = await putOnce(context, step, wait, { rule, before: puts === 1 ? before : undefined });
    if (came === "is there") return;
    if (puts === maxPuts) throw ruleLost(wait.what);
    context.emit({ is: "noticed", text: `${wait.what} was reported done and isn't there; putting it again` });
  }
}

async function putOnce(
  context: ApplyContext,
  step: PlannedStep,
  wait: BoundedWait,
  { rule, before }: { readonly rule: DeclaredRule; readonly before: OutboundRule | undefined },
): Promise<"is there" | "is lost"> {
  // By its own id: a list is not always whole while rules change.
  const findRule = (): Promise<Read<OutboundRule>> => context.world.workspaces.outboundRule(context.hub, rule.name);
  const hasChanged = (now: OutboundRule): boolean => now.status !== before?.status;
  const started = await sendUntilTaken(context, step, wait, {
    send: () => context.world.managedNetwork.declareRule(context.hub, rule),
    hasBegun: async () => {
      const read = await findRule();
      return read.is === "known" && hasChanged(read.value);
    },
  });
  let isMoving = false;
  let absences = 0;
  const look: Probe<"is there" | "is lost"> = async (hasSucceeded) => {
    const read = await findRule();
    if (read.is === "absent" && hasSucceeded) absences += 1;
    if (absences === maxAbsences) return "is lost";
    if (read.is !== "known") return undefined;
    isMoving ||= hasSucceeded || hasChanged(read.value);
    // A rule that had failed before shows that until the service gets to it: an old failure is not this write's.
    if (read.value.status === "Failed" && isMoving) throw ruleFailed(wait.what, read.value);
    return (await isAtRest(context, read.value)) ? "is there" : undefined;
  };
  return waitUntil(wait, look, operationOf(started));
}

/** Where a rule is going: Active, or Inactive as long as the network itself is. */
async function isAtRest(context: ApplyContext, rule: OutboundRule): Promise<boolean> {
  if (rule.status !== "Inactive") return rule.status === "Active";
  const hub = await context.world.workspaces.workspace(context.hub);
  return hub.is === "known" && !hub.value.managedNetwork.isActive;
}

function ruleFailed(what: string, rule: OutboundRule): RunError {
  const said = rule.type === "PrivateEndpoint" ? rule.failure : undefined;
  return new RunError("SFH909", `${what} is Failed: ${said ?? "the service doesn't say why"}`, {
    fix: "Mend what the service names, then run again: it puts the rule once more.",
  });
}

function ruleLost(what: string): RunError {
  return new RunError("SFH909", `${what} was reported done ${String(maxPuts)} times and isn't there`, {
    fix: "Look who else writes rules of this hub at the same time, then run again.",
  });
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
