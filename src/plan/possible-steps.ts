import { findWantedRules, isToBeClosed, ruleNameFor } from "../checks/wanted-rules.ts";
import { privateEndpointRules, ruleTo } from "../paths/managed-endpoints.ts";
import type { PreflightQuestions } from "../snapshot/preflight.ts";
import { valueOr } from "../snapshot/read.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import { hasBypass, type Service } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { HubSpec } from "../spec/hub-spec.ts";
import { needsOf } from "./needs.ts";
import { readerSteps } from "./propose-readers.ts";
import type { Step } from "./step.ts";

/** What is to be asked before the first write: everything that one of the steps could fail on. */
export function preflightQuestions(snapshot: Snapshot, steps: readonly Step[]): PreflightQuestions {
  const needs = steps.map((step) => needsOf(snapshot, step));
  const scopes = needs.flatMap(({ actions }) => actions.map(({ scope }) => scope));
  // What else there is in a subscription is known from lists that leave out what the caller may not read.
  const subscriptions = needs.length === 0 ? [] : snapshot.readableSubscriptions.map((id) => `/subscriptions/${id}`);
  return {
    rights: [...scopes, ...subscriptions],
    locks: needs.flatMap(({ written }) => written),
    providers: needs.flatMap(({ providers }) => providers),
    settings: needs.flatMap(({ setting }) => setting ?? []),
  };
}

/** Every step a run might come to from here, judged by nothing: the plan's steps are always among them. */
export function possibleSteps(snapshot: Snapshot, spec: HubSpec): readonly Step[] {
  return [
    ...readerSteps(snapshot),
    ...(snapshot.hub.managedNetwork.isolationMode === "Disabled" ? [] : networkSteps(snapshot, spec)),
    ...snapshot.services.flatMap((service) => settingSteps(service, spec)),
  ];
}

function networkSteps(snapshot: Snapshot, spec: HubSpec): readonly Step[] {
  const { id, managedNetwork } = snapshot.hub;
  const isReady = managedNetwork.isActive && (managedNetwork.isSparkReady || !spec.managedNetwork.includeSpark);
  const rules = privateEndpointRules(snapshot);
  const wanted = findWantedRules(snapshot, spec)
    .filter((w) => ruleTo(rules, { service: w.target, subresource: w.subresource.toLowerCase() }) === undefined)
    .map((w) => ({ ...w, name: ruleNameFor(w) }));
  const idle = rules.filter((rule) => rule.status !== "Active");
  const declared = [...wanted, ...idle].map(({ name, target, subresource, fqdns }): Step => ({
    kind: "declare-rule",
    resourceId: id,
    rule: { name, target, subresource, fqdns, sparkEnabled: false },
    wantedBy: "",
    isAgain: false,
  }));
  return [
    ...declared,
    ...(isReady ? [] : [{ kind: "provision-managed-network", resourceId: id, includeSpark: false } as const]),
    ...rules.flatMap(({ name, target }) =>
      pendingAt(snapshot, target).map((resourceId): Step => ({
        kind: "approve-connection",
        resourceId,
        ruleName: name,
      })),
    ),
  ];
}

/** Connections that a run may have to approve, now or once a rule of its own has come to one. */
function pendingAt(snapshot: Snapshot, target: string): readonly string[] {
  const service = snapshot.services.find((s) => isSameId(s.id, target));
  return valueOr(service?.connections ?? { is: "absent" }, [])
    .filter((connection) => connection.status === "Pending")
    .map((connection) => connection.id);
}

function settingSteps({ id, role, publicAccess }: Service, spec: HubSpec): readonly Step[] {
  const isClosing = publicAccess.state !== "disabled" && isToBeClosed(role, spec);
  const isShutOut = hasBypass(role) && !publicAccess.letsTrustedServicesIn && spec.trustedServices !== "AsFound";
  const isLettingIn =
    isShutOut && (isClosing || (publicAccess.state === "disabled" && spec.trustedServices === "Always"));
  return [
    ...(isLettingIn ? [{ kind: "let-trusted-services-in", resourceId: id, role } as const] : []),
    ...(isClosing ? [{ kind: "close-public-access", resourceId: id, role } as const] : []),
  ];
}
