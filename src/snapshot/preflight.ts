import { known, unknown, type Read } from "./read.ts";
import { idKey, isSameId, type ResourceId } from "./resource-id.ts";
import { covers, holdsAction, type ActionSet, type Denial } from "./role.ts";
import type { ServiceRole } from "./service.ts";

/** What the caller may do at one scope. */
export interface CallerRights {
  /** What the roles assigned there or above allow; those assigned under a condition are not told apart. */
  readonly allows: Read<readonly ActionSet[]>;
  /** The deny assignments there, with whether they reach the caller. */
  readonly denials: Read<readonly Denial[]>;
  /** Actions of role administration that only an assignment under a condition allows: it may say which roles. */
  readonly underCondition: readonly string[];
}

/** A scope lock, at a resource or above it. */
export interface Lock {
  readonly name: string;
  readonly scope: ResourceId;
  /** ReadOnly forbids every change below it, CanNotDelete deleting. */
  readonly level: "ReadOnly" | "CanNotDelete";
}

/** A write of ours to a service's settings, as policies are asked about it beforehand. */
export interface SettingWrite {
  readonly kind: "let-trusted-services-in" | "close-public-access";
  readonly resourceId: ResourceId;
  readonly role: ServiceRole;
}

/** A policy that denies a resource as it would be after a write. */
export interface PolicyDenial {
  /** Of its assignment. */
  readonly name: string;
  readonly assignmentId: ResourceId;
}

/** Whether a subscription has a resource provider registered; `namespace` lower case. */
export interface Registration {
  readonly subscriptionId: string;
  readonly namespace: string;
  /** Azure's word: Registered, NotRegistered, Registering, Unregistering. */
  readonly state: Read<string>;
}

/** What could forbid a write, asked before the first one. What isn't listed was not asked. */
export interface Preflight {
  readonly rights: readonly { readonly scope: ResourceId; readonly rights: CallerRights }[];
  readonly locks: readonly { readonly scope: ResourceId; readonly locks: Read<readonly Lock[]> }[];
  readonly registrations: readonly Registration[];
  readonly policies: readonly { readonly write: SettingWrite; readonly denials: Read<readonly PolicyDenial[]> }[];
}

/** What is to be asked. */
export interface PreflightQuestions {
  /** Where the caller's rights matter. */
  readonly rights: readonly ResourceId[];
  /** Where a lock would matter. */
  readonly locks: readonly ResourceId[];
  readonly providers: readonly Pick<Registration, "subscriptionId" | "namespace">[];
  readonly settings: readonly SettingWrite[];
}

/** Nothing was asked. */
export const noPreflight: Preflight = { rights: [], locks: [], registrations: [], policies: [] };

export function rightsAt(preflight: Preflight, scope: ResourceId): CallerRights | undefined {
  return preflight.rights.find((entry) => isSameId(entry.scope, scope))?.rights;
}

export function locksAt(preflight: Preflight, scope: ResourceId): Read<readonly Lock[]> | undefined {
  return preflight.locks.find((entry) => isSameId(entry.scope, scope))?.locks;
}

export function registrationOf(preflight: Preflight, at: Pick<Registration, "subscriptionId" | "namespace">) {
  return preflight.registrations.find((entry) => registrationKey(entry) === registrationKey(at))?.state;
}

export function policiesOn(
  preflight: Preflight,
  write: Pick<SettingWrite, "kind" | "resourceId">,
): Read<readonly PolicyDenial[]> | undefined {
  return preflight.policies.find((entry) => settingKey(entry.write) === settingKey(write))?.denials;
}

export function registrationKey({
  subscriptionId,
  namespace,
}: Pick<Registration, "subscriptionId" | "namespace">): string {
  return `${subscriptionId}|${namespace}`.toLowerCase();
}

export function settingKey({ kind, resourceId }: Pick<SettingWrite, "kind" | "resourceId">): string {
  return `${kind}|${idKey(resourceId)}`;
}

/** A lock is one by its name and the scope it was put on, from wherever it is seen. */
export function lockKey({ scope, name }: Lock): string {
  return `${idKey(scope)}|${name.toLowerCase()}`;
}

/** Whether the caller holds an action at a scope; undefined where that was not asked. */
export function callerHolds(preflight: Preflight, scope: ResourceId, action: string): Read<boolean> | undefined {
  const rights = rightsAt(preflight, scope);
  return rights === undefined ? undefined : holdsRight(rights, action);
}

/** What isn't allowed at all isn't held, whatever is denied. */
function holdsRight({ allows, denials }: CallerRights, action: string): Read<boolean> {
  if (allows.is !== "known") return allows;
  if (!holdsAction({ allows: allows.value, denies: [] }, action)) return known(false);
  if (denials.is !== "known")
    return denials.is === "absent" ? known(true) : unknown(`deny assignments: ${denials.why}`);
  const reaches = (applies: Denial["applies"]): boolean =>
    denials.value.some((denial) => denial.applies === applies && covers(denial, action));
  if (reaches("yes")) return known(false);
  return reaches("perhaps") ? unknown("it is denied to a group that the caller may be in") : known(true);
}
