import { RunError } from "../errors.ts";
import { findPaths } from "../paths/find-paths.ts";
import { pairKey, type Pair } from "../paths/pair.ts";
import { azSetLine } from "../plan/az-lines.ts";
import { describeDoor, describeOrigin } from "../plan/refusal.ts";
import type { PlannedStep } from "../plan/plan.ts";
import { requirementOf } from "../plan/required-paths.ts";
import { effectOf } from "../plan/step.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { Service } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { HubSpec } from "../spec/hub-spec.ts";

/**
 * What a write took that had to stay, as read before and after it: RunError SFH915, or undefined where nothing is lost.
 * After a closing anything not open counts; after an opening step only what is blocked, since one unread answer proves
 * nothing about a step that shuts nothing.
 */
export function findLoss(spec: HubSpec, step: PlannedStep, before: Snapshot, after: Snapshot): RunError | undefined {
  const isClosing = effectOf(step.step) === "closes";
  const now = new Map(findPaths(after).map((p) => [pairKey(p), p]));
  const isLost = (p: Pair): boolean => {
    const state = now.get(pairKey(p))?.state;
    return isClosing ? state !== "open" : state === "blocked";
  };
  const lost = findPaths(before).filter(
    (p) => p.state === "open" && requirementOf(before, spec, p).is === "required" && isLost(p),
  );
  if (lost.length === 0) return undefined;
  const who = lost.map((p) => `${describeOrigin(before, p.origin)} to ${describeDoor(p.door)}`).join("; ");
  return new RunError("SFH915", `after ${step.id}, a path that was open is not seen open any more: ${who}`, {
    fix: isClosing ? reopenLine(before, step) : "Look at the rules and connections named, then run again.",
  });
}

/** The one line that undoes a closing: public access and the default action as they were. Nothing runs it but a person. */
function reopenLine(before: Snapshot, { step }: PlannedStep): string {
  const id = step.resourceId;
  const service = before.services.find((s) => isSameId(s.id, id));
  if (step.kind === "restore-bypass") {
    const widened = Object.entries(service?.settings ?? {}).filter(([name]) => Object.hasOwn(step.settings, name));
    return `To let them in again: ${azSetLine(id, Object.fromEntries(widened))}`;
  }
  const wasAllow = service?.publicAccess.defaultAction === "allow";
  const settings = ["properties.publicNetworkAccess=Enabled", ...(wasAllow ? allowAgain(service) : [])];
  return `To open it again: az resource update --ids ${id} --set ${settings.join(" ")}`;
}

function allowAgain(service: Service): readonly string[] {
  if (service.role === "hub") return [];
  const list = service.role === "containerRegistry" ? "networkRuleSet" : "networkAcls";
  return [`properties.${list}.defaultAction=Allow`];
}
