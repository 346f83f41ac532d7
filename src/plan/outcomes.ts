import { callerCanApprove, canApprove } from "../checks/identities.ts";
import { hasConnection, namesOf } from "../paths/doors.ts";
import { isPrivateAddress } from "../paths/names.ts";
import { endpointNamed, managedSubscription, privateEndpointRules } from "../paths/managed-endpoints.ts";
import type { Door } from "../paths/pair.ts";
import type { OutboundRule, PrivateEndpointRule, RuleStatus } from "../snapshot/outbound-rule.ts";
import { known, valueOr } from "../snapshot/read.ts";
import { isSameId, serviceOfConnection, subscriptionOf } from "../snapshot/resource-id.ts";
import type { ConnectionStatus, Service } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Step } from "./step.ts";

/** What a step may lead to. `done` is the prediction; the guard looks at every one of them. */
export interface Outcome {
  readonly name: "done" | "in progress" | "partly" | "failed" | "once provisioned";
  readonly snapshot: Snapshot;
}

/** Every outcome a step can leave the world in, the predicted one first. "Not begun" is the snapshot itself. */
export function outcomesOf(snapshot: Snapshot, step: Step): readonly Outcome[] {
  const done = (predicted: Snapshot): readonly Outcome[] => [{ name: "done", snapshot: predicted }];
  switch (step.kind) {
    case "declare-rule":
      return outcomesOfRule(snapshot, step);
    case "provision-managed-network":
    case "await-managed-network":
      return outcomesOfProvisioning(snapshot);
    case "grant-reader":
      return done(withReader(snapshot, step.resourceId, step.principalId));
    case "approve-connection":
      return done(
        withService(snapshot, serviceOfConnection(step.resourceId), (s) => withStatus(s, step.resourceId, "Approved")),
      );
    case "let-trusted-services-in":
      return done(withService(snapshot, step.resourceId, (s) => withAccess(s, { letsTrustedServicesIn: true })));
    case "close-public-access":
      return done(
        withService(snapshot, step.resourceId, (s) => withAccess(s, { state: "disabled", defaultAction: "deny" })),
      );
    case "await-datastore":
      return done(snapshot);
    case "reopen-public-access":
    case "restore-bypass":
      return done(
        withService(snapshot, step.resourceId, (s) => ({
          ...s,
          publicAccess: step.means,
          settings: { ...s.settings, ...step.settings },
        })),
      );
  }
}

function outcomesOfRule(snapshot: Snapshot, step: Extract<Step, { kind: "declare-rule" }>): readonly Outcome[] {
  const rule = (status: RuleStatus): Snapshot =>
    withRule(snapshot, {
      type: "PrivateEndpoint",
      name: step.rule.name,
      category: "UserDefined",
      status,
      target: step.rule.target,
      subresource: step.rule.subresource.toLowerCase(),
      fqdns: step.rule.fqdns,
      sparkEnabled: step.rule.sparkEnabled,
      failure: undefined,
    });
  // A rule put while the network is Inactive becomes an endpoint the moment anybody provisions it: judged for that too.
  if (!snapshot.hub.managedNetwork.isActive) {
    const provisioned = withEndpoint(rule("Inactive"), step.rule, step.rule.name, "Approved");
    return [
      { name: "done", snapshot: rule("Inactive") },
      { name: "once provisioned", snapshot: provisioned },
    ];
  }
  const pending = (status: RuleStatus): Snapshot => withEndpoint(rule(status), step.rule, step.rule.name, "Pending");
  const usual: readonly Outcome[] = [
    { name: "done", snapshot: withEndpoint(rule("Active"), step.rule, step.rule.name, "Approved") },
    { name: "in progress", snapshot: rule("Provisioning") },
  ];
  // The service approves at once only where both identities may; otherwise the endpoint stays Pending and shadows the name.
  return isApprovedAtOnce(snapshot, step.rule.target)
    ? usual
    : [...usual, { name: "partly", snapshot: pending("Active") }, { name: "failed", snapshot: pending("Failed") }];
}

function isApprovedAtOnce(snapshot: Snapshot, target: string): boolean {
  return [canApprove(snapshot, target), callerCanApprove(snapshot, target)].every((r) => r.is === "known" && r.value);
}

function outcomesOfProvisioning(snapshot: Snapshot): readonly Outcome[] {
  const rules = privateEndpointRules(snapshot);
  const all = (status: RuleStatus, connection: ConnectionStatus | undefined): Snapshot =>
    rules.reduce<Snapshot>(
      (world, r) => {
        const approved = canApprove(snapshot, r.target);
        const state = connection === "Approved" && approved.is === "known" && !approved.value ? "Pending" : connection;
        const next = withRule(world, { ...r, status: r.status === "Active" ? r.status : status });
        return state === undefined || r.status === "Active" ? next : withEndpoint(next, r, r.name, state);
      },
      { ...snapshot, hub: { ...snapshot.hub, managedNetwork: { ...snapshot.hub.managedNetwork, isActive: true } } },
    );
  return [
    { name: "done", snapshot: withOtherRulesActive(all("Active", "Approved")) },
    { name: "in progress", snapshot: { ...all("Provisioning", undefined), hub: snapshot.hub } },
    { name: "partly", snapshot: { ...all("Provisioning", "Pending"), hub: snapshot.hub } },
    { name: "failed", snapshot: all("Failed", "Pending") },
  ];
}

function withOtherRulesActive(snapshot: Snapshot): Snapshot {
  const rules = valueOr(snapshot.outboundRules, []).map((r): OutboundRule =>
    r.type === "PrivateEndpoint" ? r : { ...r, status: "Active" },
  );
  return { ...snapshot, outboundRules: known(rules) };
}

function withRule(snapshot: Snapshot, rule: PrivateEndpointRule): Snapshot {
  const others = valueOr(snapshot.outboundRules, []).filter((r) => r.name.toLowerCase() !== rule.name.toLowerCase());
  return { ...snapshot, outboundRules: known([...others, rule]) };
}

/** Adds the managed endpoint's connection to its target, unless this hub's is there: then its state stays. */
function withEndpoint(
  snapshot: Snapshot,
  to: { readonly target: string; readonly subresource: string },
  ruleName: string,
  status: ConnectionStatus,
): Snapshot {
  const door: Door = { service: to.target, subresource: to.subresource.toLowerCase() };
  const subscription = managedSubscription(snapshot) ?? "00000000-0000-0000-0000-000000000000";
  const endpointId = `/subscriptions/${subscription}/resourceGroups/managed/providers/Microsoft.Network/privateEndpoints/${ruleName}`;
  const next = withService(snapshot, to.target, (service) => {
    const connections = valueOr(service.connections, []);
    if (service.connections.is !== "known") return service;
    if (connections.some((c) => endpointNamed(c, ruleName) && subscriptionOf(c.endpointId) === subscription))
      return service;
    const id = `${service.id}/privateEndpointConnections/${ruleName}`;
    return {
      ...service,
      connections: known([...connections, { id, name: ruleName, endpointId, status, groupIds: [door.subresource] }]),
    };
  });
  return hasConnection(snapshot, door) === "yes" ? next : withoutPublicAnswers(next, namesOf(snapshot, door));
}

/** What custom servers answered before the name became an alias says nothing about after. */
function withoutPublicAnswers(snapshot: Snapshot, names: readonly string[]): Snapshot {
  const lower = names.map((n) => n.toLowerCase());
  const isPrivate = (a: Snapshot["nameAnswers"][number]): boolean =>
    a.answer.is === "addresses" && a.answer.addresses.some(isPrivateAddress);
  return { ...snapshot, nameAnswers: snapshot.nameAnswers.filter((a) => !lower.includes(a.name) || isPrivate(a)) };
}

function withReader(snapshot: Snapshot, scope: string, principalId: string): Snapshot {
  const isThis = (p: Snapshot["permissions"][number]): boolean =>
    isSameId(p.scope, scope) && p.principalId === principalId;
  const held = snapshot.permissions.find(isThis)?.held;
  const before = held?.is === "known" ? held.value : { allows: [], denies: [] };
  const reader = { actions: ["*/read"], notActions: [] };
  const after = { scope, principalId, held: known({ ...before, allows: [...before.allows, reader] }) };
  return { ...snapshot, permissions: [...snapshot.permissions.filter((p) => !isThis(p)), after] };
}

function withService(snapshot: Snapshot, id: string, change: (service: Service) => Service): Snapshot {
  return { ...snapshot, services: snapshot.services.map((s) => (isSameId(s.id, id) ? change(s) : s)) };
}

function withAccess(service: Service, change: Partial<Service["publicAccess"]>): Service {
  return { ...service, publicAccess: { ...service.publicAccess, ...change } };
}

function withStatus(service: Service, connectionId: string, status: ConnectionStatus): Service {
  if (service.connections.is !== "known") return service;
  const connections = service.connections.value.map((c) => (isSameId(c.id, connectionId) ? { ...c, status } : c));
  return { ...service, connections: known(connections) };
}
