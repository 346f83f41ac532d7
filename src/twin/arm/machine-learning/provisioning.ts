import type { ArmDocument, Json } from "../../estate.ts";
import { durationOf } from "../../behaviour.ts";
import type { Operation } from "../../state/operation-store.ts";
import { answer, ok } from "../../wire/answer.ts";
import type { Answer } from "../../wire/answer.ts";
import { armError, mlValidationError } from "../../wire/arm-error.ts";
import { parentIdOf } from "../../wire/arm-path.ts";
import { sameText, textAt, valueAt, withValueAt } from "../../wire/json-fields.ts";
import { PROVISIONING } from "../../rules/managed-network.ts";
import { ruleWithStatus } from "../../rules/managed-endpoint.ts";
import { activateRule, isNetworkActive, ruleWatch } from "../../rules/rule-activation.ts";
import { addRulesForProvisioning } from "../../rules/service-made-rules.ts";
import { isolationModeOf } from "../../rules/rule-check.ts";
import type { Handler, HandlerContext } from "../handler.ts";
import { beginOperation, pollHeaders } from "../operation.ts";
import { operationFolder } from "../operation-folder.ts";
import { requireDocument } from "../read-handlers.ts";
import { requireNetworkRights } from "./network-rights.ts";

/** Provisioning of a hub's managed network. */
export const PROVISIONING_HANDLERS: readonly Handler[] = [
  {
    method: "POST",
    path: "Microsoft.MachineLearningServices/workspaces/*/provisionManagedNetwork",
    confirmedBy: "recording",
    remark: "a second request while one runs, a request on an Active network, a failure",
    handle: provision,
  },
];

function provision(context: HandlerContext): Answer {
  const { world, path } = context;
  const hub = requireDocument(context, parentIdOf(path));
  requireNetworkRights(context, hub);
  if (sameText(textAt(hub, "kind"), "Project")) {
    throw mlValidationError("The managed network of a project is its hub's; provision it there.");
  }
  if (sameText(isolationModeOf(hub), "Disabled")) {
    throw mlValidationError(
      "The managed network can't be provisioned: the isolation mode of this workspace is Disabled.",
    );
  }
  const running = world.operations.running(PROVISIONING, hub.id)[0];
  if (running !== undefined) return answerSecond(context, hub, running);
  const hasNewRules = addRulesForProvisioning(world, hub);
  if (!isNetworkActive(hub)) return begin(context, hub);
  // Not confirmed by a recording; the spec lists 200 with the status as its body.
  const isSettled = !hasNewRules && !wantsSpark(context, hub);
  return isSettled ? ok(networkStatus(hub)) : provisionAgain(context, hub);
}

function wantsSpark({ body }: HandlerContext, hub: ArmDocument): boolean {
  const isReady = valueAt(hub, "properties", "managedNetwork", "status", "sparkReady") === true;
  return valueAt(body, "includeSpark") === true && !isReady;
}

/** Spark, or rules the service adds, on a network that is Active (not confirmed): the other rules stay as they are. */
function provisionAgain(context: HandlerContext, hub: ArmDocument): Answer {
  const { world } = context;
  const isSpark = wantsSpark(context, hub);
  const begun = beginOperation(context, {
    ...{ style: "machineLearning", what: PROVISIONING, subject: hub.id, target: hub.id },
    folder: operationFolder(context, hub),
    watched: [hub.id],
    durationMs: durationOf(world.behaviour, "provision"),
    effect: () => {
      const now = world.documents.get(hub.id) ?? hub;
      if (!isSpark) return networkStatus(now);
      const ready = withValueAt(now, ["properties", "managedNetwork", "status", "sparkReady"], true);
      world.documents.put(ready, { cause: "platform", what: "managed network ready for Spark" });
      return networkStatus(ready);
    },
    undo: () => undefined,
  });
  return answer(202, undefined, begun.headers);
}

/** What a second request gets while the first one runs is not confirmed: the behaviour says. */
function answerSecond(context: HandlerContext, hub: ArmDocument, running: Operation): Answer {
  switch (context.world.behaviour.secondProvision) {
    case 200:
      return ok(networkStatus(hub));
    case 202:
      return answer(202, undefined, pollHeaders(context, running));
    case 409:
      throw armError(409, "Conflict", "The managed network of this workspace is being provisioned.");
  }
}

function networkStatus(hub: ArmDocument): Json {
  const status = textAt(hub, "properties", "managedNetwork", "status", "status") ?? "Inactive";
  return { status, sparkReady: valueAt(hub, "properties", "managedNetwork", "status", "sparkReady") === true };
}

function begin(context: HandlerContext, hub: ArmDocument): Answer {
  const { world, body } = context;
  const rules = world.documents.childrenOf(hub.id, "outboundRules");
  const hasFirewall = rules.some((rule) => sameText(textAt(rule, "properties", "type"), "FQDN"));
  const change = { cause: "request", method: "POST" } as const;
  for (const rule of rules) {
    world.documents.put(ruleWithStatus(rule, "Provisioning"), { ...change, what: "outbound rule Provisioning" });
  }
  const meanwhile = world.behaviour.hubStateWhileProvisioning;
  world.documents.put(withState(hub, meanwhile), { ...change, what: "managed network provisioning" });
  const isSpark = valueAt(body, "includeSpark") === true;
  const begun = beginOperation(context, {
    ...{ style: "machineLearning", what: PROVISIONING, subject: hub.id, target: hub.id },
    folder: operationFolder(context, hub),
    watched: ruleWatch(hub.id, rules),
    durationMs: durationOf(world.behaviour, "provision") + (hasFirewall ? durationOf(world.behaviour, "firewall") : 0),
    effect: () => finish(context, hub.id, isSpark),
    undo: () => {
      undo(context, hub.id);
    },
  });
  return answer(202, undefined, begun.headers);
}

/** The network is Active, and each rule comes up, those written meanwhile included (not confirmed for these). */
function finish({ world }: HandlerContext, hubId: string, isSpark: boolean): Json {
  const hub = world.documents.get(hubId);
  if (hub === undefined) throw mlValidationError("The workspace was deleted.");
  const status = { status: "Active", sparkReady: isSpark };
  const active = withValueAt(withState(hub, "Succeeded"), ["properties", "managedNetwork", "status"], status);
  world.documents.put(active, { cause: "platform", what: "managed network Active" });
  for (const rule of world.documents.childrenOf(hubId, "outboundRules")) activateRule(world, hubId, rule.id);
  return status;
}

/** A failed provisioning leaves the network as it was (not confirmed: no failure is recorded). */
function undo({ world }: HandlerContext, hubId: string): void {
  const hub = world.documents.get(hubId);
  if (hub === undefined) return;
  world.documents.put(withState(hub, "Succeeded"), { cause: "platform", what: "managed network not provisioned" });
  for (const rule of world.documents.childrenOf(hubId, "outboundRules")) {
    world.documents.put(ruleWithStatus(rule, "Inactive"), { cause: "platform", what: "outbound rule Inactive" });
  }
}

function withState(hub: ArmDocument, state: string): ArmDocument {
  return withValueAt(hub, ["properties", "provisioningState"], state);
}
