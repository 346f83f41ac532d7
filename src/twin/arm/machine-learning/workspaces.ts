import type { ArmDocument, Json } from "../../estate.ts";
import { durationOf } from "../../behaviour.ts";
import { answer, ok } from "../../wire/answer.ts";
import type { Answer } from "../../wire/answer.ts";
import { keyOf } from "../../wire/arm-path.ts";
import { isJsonObject, objectAt, sameText, textAt } from "../../wire/json-fields.ts";
import { refuseIfDenied } from "../../rules/policy.ts";
import { activateRule, isNetworkActive } from "../../rules/rule-activation.ts";
import { addRulesForClosed, addRulesForIsolation } from "../../rules/service-made-rules.ts";
import { keptRule } from "../../rules/rule-form.ts";
import { checkRule, isolationModeOf } from "../../rules/rule-check.ts";
import { checkWorkspacePatch, patchedWorkspace } from "../../rules/workspace-patch.ts";
import type { Handler, HandlerContext } from "../handler.ts";
import { beginOperation } from "../operation.ts";
import { operationFolder } from "../operation-folder.ts";
import { requireDocument } from "../read-handlers.ts";
import { wireForm } from "../wire-form.ts";

/** Writes to hubs and projects themselves. */
export const WORKSPACE_HANDLERS: readonly Handler[] = [
  {
    method: "PATCH",
    path: "Microsoft.MachineLearningServices/workspaces/*",
    confirmedBy: "recording",
    handle: patchWorkspace,
  },
];

function patchWorkspace(context: HandlerContext): Answer {
  const { world, body } = context;
  const workspace = requireDocument(context);
  checkWorkspacePatch(workspace, body);
  const merged = patchedWorkspace(world, workspace, body);
  for (const [name, properties] of askedRules(body)) checkRule(world, merged, { name, properties });
  refuseIfDenied(world, merged);
  if (world.behaviour.workspacePatch === "sync") {
    applyPatch(context, workspace.id);
    return ok(wireForm(world, requireDocument(context)));
  }
  const begun = beginOperation(context, {
    ...{ style: "machineLearning", what: "workspace PATCH", subject: workspace.id, target: workspace.id },
    folder: operationFolder(context, workspace),
    watched: [workspace.id],
    durationMs: durationOf(world.behaviour, "workspacePatch"),
    effect: () => {
      applyPatch(context, workspace.id);
      return wireForm(world, world.documents.get(workspace.id) ?? workspace);
    },
  });
  return answer(202, undefined, begun.headers);
}

function applyPatch(context: HandlerContext, workspaceId: string): void {
  const { world, body } = context;
  const before = world.documents.get(workspaceId);
  if (before === undefined) return;
  const after = patchedWorkspace(world, before, body);
  world.documents.put(after, { cause: "request", method: "PATCH", what: "workspace changed" });
  if (isTurnedOn(before, after)) addRulesForIsolation(world, after);
  for (const [name, properties] of askedRules(body)) addRule(context, after, name, properties);
  const isClosing = sameText(textAt(body, "properties", "publicNetworkAccess"), "Disabled");
  if (isClosing) addRulesForClosed(world, workspaceId);
}

function isTurnedOn(before: ArmDocument, after: ArmDocument): boolean {
  return sameText(isolationModeOf(before), "Disabled") && !sameText(isolationModeOf(after), "Disabled");
}

/** Rules in a PATCH are added to the others (recorded with 2023-04-01-preview). */
function addRule(
  { world, caller }: HandlerContext,
  hub: ArmDocument,
  name: string,
  asked: Record<string, Json | undefined>,
): void {
  const id = `${hub.id}/outboundRules/${name}`;
  const type = "Microsoft.MachineLearningServices/workspaces/outboundRules";
  const properties = keptRule(asked, "Inactive");
  world.documents.put(
    { id, name, type, properties },
    { cause: "request", method: "PATCH", what: "outbound rule written" },
  );
  world.ruleCreators.set(keyOf(id), caller.objectId);
  if (isNetworkActive(hub)) activateRule(world, hub.id, id);
}

function askedRules(body: Json | undefined): readonly (readonly [string, Record<string, Json | undefined>])[] {
  const rules = objectAt(body, "properties", "managedNetwork", "outboundRules");
  return Object.entries(rules).flatMap(([name, rule]) => (isJsonObject(rule) ? [[name, { ...rule }] as const] : []));
}
