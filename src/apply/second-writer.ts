import { finding, type Finding } from "../checks/finding.ts";
import { findWantedRules } from "../checks/wanted-rules.ts";
import { outcomesOf } from "../plan/outcomes.ts";
import type { Step } from "../plan/step.ts";
import { destinationKey, leadOf, type OutboundRule } from "../snapshot/outbound-rule.ts";
import { idKey, isSameId } from "../snapshot/resource-id.ts";
import type { PublicAccess, Service } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { HubSpec } from "../spec/hub-spec.ts";

/** Two looks at one hub, and what may have been done in between by this run or by another one of the same plan. */
export interface TwoLooks {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly steps: readonly Step[];
  readonly spec: HubSpec;
}

/**
 * What changed between two looks that neither these steps nor the platform itself explains: somebody else writes to the
 * hub. A rule that is gone is not among it: the service loses rules, so that is judged apart.
 */
export function findForeignChanges(looks: TwoLooks): readonly Finding[] {
  return [...foreignRules(looks), ...foreignSettings(looks), ...foreignIsolation(looks)];
}

function foreignRules({ before, after, steps, spec }: TwoLooks): readonly Finding[] {
  if (before.outboundRules.is !== "known" || after.outboundRules.is !== "known") return [];
  const earlier = new Map(before.outboundRules.value.map((rule) => [rule.name.toLowerCase(), rule]));
  // A list of connections that can't be read this time wants nothing: what was planned before still is.
  const declared = steps.flatMap((step) => (step.kind === "declare-rule" ? [step.rule] : []));
  const wanted = new Set([...findWantedRules(after, spec), ...declared].map(destinationKey));
  const tell = (rule: OutboundRule, what: string): Finding =>
    finding("SFH211", { resourceId: after.hub.id, subject: rule.name, detail: `Outbound rule ${rule.name} ${what}.` });
  return after.outboundRules.value.flatMap((rule) => {
    const was = earlier.get(rule.name.toLowerCase());
    if (was === undefined) return isExpected(rule, wanted) ? [] : [tell(rule, `to ${leadOf(rule)} is new`)];
    if (leadOf(was) !== leadOf(rule)) return [tell(rule, `led to ${leadOf(was)} and leads to ${leadOf(rule)}`)];
    const isGoing = rule.status === "Deleting" && was.status !== "Deleting";
    return isGoing ? [tell(rule, "is being deleted")] : [];
  });
}

/** The service makes rules of its own, and for connections; another run of this program makes those the hub needs. */
function isExpected(rule: OutboundRule, wanted: ReadonlySet<string>): boolean {
  if (rule.category !== "UserDefined" || rule.name.startsWith("__SYS_") || /^connection_/i.test(rule.name)) return true;
  return wanted.has(leadOf(rule));
}

function foreignSettings({ before, after, steps }: TwoLooks): readonly Finding[] {
  return after.services
    .filter((service) => service.role !== "connected")
    .flatMap((service) => {
      const was = before.services.find((s) => isSameId(s.id, service.id));
      if (was === undefined) return [];
      const explained = explainedAccess(before, steps, service);
      if (explained.some((access) => accessKey(access) === accessKey(service.publicAccess))) return [];
      const detail = `${service.name}: ${differences(was.publicAccess, service.publicAccess)}.`;
      return [finding("SFH311", { resourceId: service.id, detail })];
    });
}

/** Every public access the steps may have led to, from none of them done to all of them. */
function explainedAccess(before: Snapshot, steps: readonly Step[], { id }: Service): readonly PublicAccess[] {
  const worlds = steps
    .filter((step) => isSameId(step.resourceId, id))
    .reduce<readonly Snapshot[]>(
      (all, step) => [...all, ...all.flatMap((world) => outcomesOf(world, step).map((outcome) => outcome.snapshot))],
      [before],
    );
  return worlds.flatMap((world) => world.services.filter((s) => isSameId(s.id, id)).map((s) => s.publicAccess));
}

/** Equal for two public accesses that let the same in: a default action says nothing where public access is disabled. */
function accessKey(access: PublicAccess): string {
  const lists = [access.ipRanges, access.subnets.map(idKey), access.resourceInstances.map(idKey)];
  return JSON.stringify([
    access.state,
    access.state === "disabled" ? "" : access.defaultAction,
    access.letsTrustedServicesIn,
    ...lists.map((list) => [...list].sort()),
  ]);
}

function differences(was: PublicAccess, now: PublicAccess): string {
  const say = (name: string, a: string, b: string): readonly string[] => (a === b ? [] : [`${name} ${a} -> ${b}`]);
  const list = (values: readonly string[]): string => (values.length === 0 ? "none" : [...values].sort().join(", "));
  return [
    ...say("public access", was.state, now.state),
    ...say("default action", was.defaultAction, now.defaultAction),
    ...say("trusted services let in", String(was.letsTrustedServicesIn), String(now.letsTrustedServicesIn)),
    ...say("address ranges", list(was.ipRanges), list(now.ipRanges)),
    ...say("subnets", list(was.subnets), list(now.subnets)),
    ...say("resource instances", list(was.resourceInstances), list(now.resourceInstances)),
  ].join("; ");
}

function foreignIsolation({ before, after }: TwoLooks): readonly Finding[] {
  const [was, now] = [before.hub.managedNetwork.isolationMode, after.hub.managedNetwork.isolationMode];
  if (was === now) return [];
  return [
    finding("SFH211", {
      resourceId: after.hub.id,
      subject: "isolation mode",
      detail: `${after.hub.name}: isolation mode ${was} -> ${now}.`,
    }),
  ];
}
