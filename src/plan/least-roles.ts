import { privateLinkType } from "../snapshot/private-link.ts";
import { known } from "../snapshot/read.ts";
import { idKey, isSameId, typeOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { HubSpec } from "../spec/hub-spec.ts";
import { approvalsAt, needsOf, type NeededAction } from "./needs.ts";
import { isRefused } from "./plan.ts";
import { planHub } from "./plan-hub.ts";
import { readActionsOf } from "./read-actions.ts";
import type { Step } from "./step.ts";

/** A role that holds no more than what is needed, and where it is to be assigned. */
export interface LeastRole {
  readonly holder: "runner" | "hub identity";
  readonly purpose: "read" | "write" | "grant" | "approve";
  readonly actions: readonly string[];
  readonly scopes: readonly ResourceId[];
  /** Object ids of the identities that the holder has to grant Reader to; empty but for `grant`. */
  readonly grantees: readonly string[];
}

/**
 * The roles that a run of this plan takes, for whoever runs it and for the hub's identity. The plan is the one that comes
 * out when both hold them: what is refused for other reasons is not carried out, and needs nothing.
 */
export function leastRoles(snapshot: Snapshot, spec: HubSpec): readonly LeastRole[] {
  const steps = planHub(asPermitted(snapshot), spec)
    .steps.filter((planned) => !isRefused(planned))
    .map(({ step }) => step);
  const reads = readActionsOf(snapshot);
  // What the role for reading holds already, in every subscription, no other role repeats.
  const needed = steps
    .flatMap((step) => needsOf(snapshot, step).actions)
    .filter(({ action }) => !reads.includes(action));
  const isGranting = ({ action }: NeededAction): boolean => action.toLowerCase() === assignRoles;
  return [
    {
      ...{ holder: "runner", purpose: "read", actions: reads, grantees: [] },
      scopes: snapshot.readableSubscriptions.map((id) => `/subscriptions/${id}`),
    },
    ...rolesFor(needed.filter((need) => !isGranting(need))).map((role): LeastRole => ({
      ...{ holder: "runner", purpose: "write", ...role, grantees: [] },
    })),
    ...rolesFor(needed.filter(isGranting)).map((role): LeastRole => ({
      ...{ holder: "runner", purpose: "grant", ...role, grantees: granteesOf(steps) },
    })),
    ...rolesFor(endpointTargets(snapshot, steps).flatMap(approvalsAt)).map((role): LeastRole => ({
      ...{ holder: "hub identity", purpose: "approve", ...role, grantees: [] },
    })),
  ];
}

const assignRoles = "microsoft.authorization/roleassignments/write";

/** The snapshot as it would be read if the caller could do everything, and the hub's identity approve everywhere. */
function asPermitted(snapshot: Snapshot): Snapshot {
  const everything = [{ actions: ["*"], notActions: [] }];
  const rights = { allows: known(everything), denials: known([]), underCondition: [] };
  const identity = snapshot.hub.approvingIdentity?.principalId.toLowerCase();
  const targets = snapshot.preflight.rights.map((entry) => ({ ...entry, rights }));
  const isApproval = (scope: ResourceId): boolean => privateLinkType(typeOf(scope)) !== undefined;
  return {
    ...snapshot,
    preflight: { ...snapshot.preflight, rights: targets },
    permissions: snapshot.permissions.map((entry) =>
      entry.principalId.toLowerCase() === identity && isApproval(entry.scope)
        ? { ...entry, held: known({ allows: everything, denies: [] }) }
        : entry,
    ),
  };
}

function granteesOf(steps: readonly Step[]): readonly string[] {
  return [...new Set(steps.flatMap((step) => (step.kind === "grant-reader" ? [step.principalId] : [])))].sort();
}

/** What the plan makes managed private endpoints for: its rules, and with a provisioning every rule there is. */
function endpointTargets(snapshot: Snapshot, steps: readonly Step[]): readonly ResourceId[] {
  const declared = steps.flatMap((step) => (step.kind === "declare-rule" ? [step.rule.target] : []));
  const isProvisioning = steps.some((step) => step.kind === "provision-managed-network");
  const idle = snapshot.outboundRules.is === "known" && isProvisioning ? snapshot.outboundRules.value : [];
  return [
    ...declared,
    ...idle.flatMap((rule) => (rule.type === "PrivateEndpoint" && rule.status !== "Active" ? [rule.target] : [])),
  ];
}

interface Draft {
  readonly actions: readonly string[];
  readonly scopes: readonly ResourceId[];
  /** Each scope's own, by key. */
  readonly own: ReadonlyMap<string, readonly string[]>;
}

/** As few roles as give no scope an action that it doesn't need itself; an action counts where its type does. */
function rolesFor(needed: readonly NeededAction[]): readonly Pick<LeastRole, "actions" | "scopes">[] {
  const drafts = distinctScopes(needed).reduce<readonly Draft[]>((roles, scope) => {
    const draft = draftAt(scope, needed);
    const at = roles.findIndex((role) => isExact(merge(role, draft)));
    const fitting = roles[at];
    return fitting === undefined ? [...roles, draft] : roles.with(at, merge(fitting, draft));
  }, []);
  return drafts.map(({ actions, scopes }) => ({ actions: [...actions].sort(), scopes }));
}

function distinctScopes(needed: readonly NeededAction[]): readonly ResourceId[] {
  return [...new Map(needed.map(({ scope }) => [idKey(scope), scope])).values()];
}

function draftAt(scope: ResourceId, needed: readonly NeededAction[]): Draft {
  const actions = [...new Set(needed.filter((need) => isSameId(need.scope, scope)).map(({ action }) => action))];
  return { actions, scopes: [scope], own: new Map([[idKey(scope), actions]]) };
}

function merge(a: Draft, b: Draft): Draft {
  return {
    actions: [...new Set([...a.actions, ...b.actions])],
    scopes: [...a.scopes, ...b.scopes],
    own: new Map([...a.own, ...b.own]),
  };
}

function isExact({ actions, scopes, own }: Draft): boolean {
  return scopes.every((scope) =>
    actions.every((action) => !countsAt(action, scope) || (own.get(idKey(scope)) ?? []).includes(action)),
  );
}

function countsAt(action: string, scope: ResourceId): boolean {
  const name = action.toLowerCase();
  return name.startsWith("microsoft.authorization/") || name.startsWith(`${typeOf(scope)}/`);
}
