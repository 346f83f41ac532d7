import type { ArmDocument, Json } from "../../estate.ts";
import { durationOf } from "../../behaviour.ts";
import type { Operation } from "../../state/operation-store.ts";
import { answer } from "../../wire/answer.ts";
import type { Answer } from "../../wire/answer.ts";
import { mlValidationError } from "../../wire/arm-error.ts";
import { keyOf, nameOf, parentIdOf } from "../../wire/arm-path.ts";
import { objectAt, sameText, textAt } from "../../wire/json-fields.ts";
import { hasPendingNetwork } from "../../rules/managed-network.ts";
import { ruleWithStatus } from "../../rules/managed-endpoint.ts";
import { activateRule, disconnectRule, isNetworkActive, ruleWatch } from "../../rules/rule-activation.ts";
import { keptRule } from "../../rules/rule-form.ts";
import { checkRule } from "../../rules/rule-check.ts";
import type { Handler, HandlerContext } from "../handler.ts";
import { answerList } from "../list-page.ts";
import { beginOperation } from "../operation.ts";
import { operationFolder } from "../operation-folder.ts";
import { requireNetworkRights } from "./network-rights.ts";
import { inUnstableOrder, requireDocument } from "../read-handlers.ts";
import { ruleListForm, wireForm } from "../wire-form.ts";

const RULE = "Microsoft.MachineLearningServices/workspaces/*/outboundRules/*";

/** Outbound rules of a hub's managed network. */
export const OUTBOUND_RULE_HANDLERS: readonly Handler[] = [
  { method: "GET", path: RULE.slice(0, -2), confirmedBy: "recording", handle: listRules },
  {
    method: "PUT",
    path: RULE,
    confirmedBy: "spec",
    remark: "no PUT of a rule is recorded; refusals are pasted texts",
    handle: putRule,
  },
  { method: "DELETE", path: RULE, confirmedBy: "recording", handle: deleteRule },
];

function listRules(context: HandlerContext): Answer {
  const { world, path } = context;
  const hub = requireDocument(context, parentIdOf(path));
  const kept = world.documents.childrenOf(hub.id, "outboundRules");
  // Within one paging the order stays: nobody could put the pages together otherwise.
  const rules = kept.length > world.behaviour.pageSize ? kept : inUnstableOrder(world, hub.id, kept);
  return answerList(context, rules.map(ruleListForm));
}

function putRule(context: HandlerContext): Answer {
  const { world, path, body, caller } = context;
  const hub = requireDocument(context, parentIdOf(path));
  const existing = world.documents.get(path.id);
  if (existing !== undefined && isRequired(existing)) {
    throw mlValidationError(`The outbound rule '${nameOf(path)}' is Required and can't be changed.`);
  }
  requireNetworkRights(context, hub);
  const properties = objectAt(body, "properties");
  checkRule(world, hub, { name: nameOf(path), properties });
  loseRunning(context, hub.id);
  // Writing a rule again makes its endpoint anew (not confirmed for an unchanged one).
  if (existing !== undefined) disconnectRule(world, existing);
  const rule = newRule(context, hub, existing?.id ?? `${hub.id}/outboundRules/${nameOf(path)}`);
  world.documents.put(rule, { cause: "request", method: "PUT", what: "outbound rule written" });
  world.ruleCreators.set(keyOf(rule.id), caller.objectId);
  const begun = beginOperation(context, {
    ...{ style: "machineLearning", what: "rule PUT", subject: hub.id, target: rule.id },
    folder: operationFolder(context, hub),
    watched: ruleWatch(hub.id, [rule]),
    durationMs: durationOf(world.behaviour, "rule"),
    effect: (operation) => finishRule(context, hub.id, rule, operation),
    undo: () => {
      world.documents.put(ruleWithStatus(rule, "Failed"), { cause: "platform", what: "outbound rule Failed" });
    },
  });
  return answer(202, undefined, begun.headers);
}

function newRule(context: HandlerContext, hub: ArmDocument, id: string): ArmDocument {
  return {
    id,
    name: nameOf(context.path),
    type: "Microsoft.MachineLearningServices/workspaces/outboundRules",
    properties: keptRule(objectAt(context.body, "properties"), isNetworkActive(hub) ? "Provisioning" : "Inactive"),
  };
}

/** At the end: Active on an active network, Inactive as long as nothing is provisioned, gone when it was lost. */
function finishRule({ world }: HandlerContext, hubId: string, rule: ArmDocument, operation: Operation): Json {
  if (operation.isLost) {
    world.documents.remove(rule.id, { cause: "platform", what: "outbound rule lost" });
  } else if (isNetworkActive(world.documents.get(hubId)) && !hasPendingNetwork(world, hubId)) {
    activateRule(world, hubId, rule.id);
  }
  return wireForm(world, world.documents.get(rule.id) ?? rule);
}

function deleteRule(context: HandlerContext): Answer {
  const { world, path } = context;
  const hub = requireDocument(context, parentIdOf(path));
  const rule = world.documents.get(path.id);
  if (rule === undefined) return answer(204);
  if (isRequired(rule)) {
    throw mlValidationError(`The outbound rule '${nameOf(path)}' is Required and can't be deleted.`);
  }
  loseRunning(context, hub.id);
  world.documents.put(ruleWithStatus(rule, "Deleting"), {
    cause: "request",
    method: "DELETE",
    what: "outbound rule Deleting",
  });
  const begun = beginOperation(context, {
    ...{ style: "machineLearning", what: "rule DELETE", subject: hub.id, target: rule.id },
    folder: operationFolder(context, hub),
    watched: ruleWatch(hub.id, [rule]),
    durationMs: durationOf(world.behaviour, "ruleDelete"),
    effect: (operation) => {
      if (operation.isLost) {
        world.documents.put(rule, { cause: "platform", what: "deletion of the outbound rule lost" });
      } else {
        disconnectRule(world, rule);
        world.documents.remove(rule.id, { cause: "platform", what: "outbound rule removed" });
      }
      // Recorded: the result of deleting a rule is the whole workspace.
      return wireForm(world, world.documents.get(hub.id) ?? hub);
    },
    undo: () => {
      world.documents.put(rule, { cause: "platform", what: "outbound rule as it was" });
    },
  });
  return answer(202, undefined, begun.headers);
}

/**
 * Of two rule writes at the same time the earlier one is lost, and still reports success (seen in the field: rules
 * created in parallel delete each other).
 */
function loseRunning({ world, path }: HandlerContext, hubId: string): void {
  for (const what of ["rule PUT", "rule DELETE"]) {
    for (const operation of world.operations.running(what, hubId)) {
      if (sameText(operation.target, path.id)) continue;
      operation.isLost = true;
      if (what === "rule PUT") {
        world.documents.remove(operation.target, { cause: "platform", what: "outbound rule lost" });
      }
    }
  }
}

function isRequired(rule: ArmDocument): boolean {
  return sameText(textAt(rule, "properties", "category"), "Required");
}
