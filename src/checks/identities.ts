import { ruleTo } from "../paths/managed-endpoints.ts";
import { approvalActions, privateLinkType } from "../snapshot/private-link.ts";
import type { PrivateEndpoint } from "../snapshot/private-endpoint.ts";
import { callerHolds } from "../snapshot/preflight.ts";
import { known, unknown, valueOr, type Read } from "../snapshot/read.ts";
import { idKey, isSameId, nameOf, typeOf } from "../snapshot/resource-id.ts";
import { holdsAction, type Permissions } from "../snapshot/role.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { finding, type Check, type Finding } from "./finding.ts";
import { azLine } from "./lines/shell.ts";
import { findWantedRules, isTooSmall, type WantedRule } from "./wanted-rules.ts";

/** SFH401, SFH402, SFH404: what the hub's and its projects' identities need. */
export const checkIdentities: Check = (snapshot, spec) => [
  ...findReaderNeeds(snapshot).flatMap((need) => missingReader(snapshot, need)),
  ...findWantedRules(snapshot, spec)
    .filter((w) => !isTargetTooSmall(snapshot, w))
    .flatMap((w) => missingApprover(snapshot, w)),
];

/** One identity that must be able to read one customer endpoint of the storage account. */
export interface ReaderNeed {
  readonly endpoint: PrivateEndpoint;
  readonly principalId: string;
  /** Whose identity: "hub hub1", "project p1". Several share a user-assigned one. */
  readonly owners: readonly string[];
}

/** Every (endpoint, identity) pair, each principal once per endpoint. Managed endpoints can't be granted on. */
export function findReaderNeeds(snapshot: Snapshot): readonly ReaderNeed[] {
  const storage = snapshot.hub.storageAccount;
  if (storage === undefined) return [];
  const owners = new Map<string, string[]>();
  for (const workspace of [snapshot.hub, ...valueOr(snapshot.projects, []).map((p) => p.workspace)]) {
    const label = `${workspace.kind === "hub" ? "hub" : "project"} ${workspace.name}`;
    for (const identity of workspace.identities) {
      owners.set(identity.principalId, [...(owners.get(identity.principalId) ?? []), label]);
    }
  }
  return snapshot.privateEndpoints
    .filter((e) => isSameId(e.target, storage))
    .flatMap((endpoint) => [...owners].map(([principalId, of]) => ({ endpoint, principalId, owners: of })));
}

/** Whether a need is met already, by any assignment at or above the endpoint. */
export function hasReader(snapshot: Snapshot, need: ReaderNeed): Read<boolean> {
  return holdsAll(snapshot, need.endpoint.id, need.principalId, ["Microsoft.Network/privateEndpoints/read"]);
}

/** The needs that are known to be unmet; what can't be told is not among them. */
export function findMissingReaders(snapshot: Snapshot): readonly ReaderNeed[] {
  return findReaderNeeds(snapshot).filter((need) => {
    const held = hasReader(snapshot, need);
    return held.is === "known" && !held.value;
  });
}

/** Since when an identity could read the endpoint, ms since the epoch; undefined where that isn't told. */
export function readerSince(snapshot: Snapshot, need: ReaderNeed): number | undefined {
  const held = permissionsAt(snapshot, need.endpoint.id, need.principalId);
  return held.is === "known" ? held.value.heldSince : undefined;
}

function missingReader(snapshot: Snapshot, need: ReaderNeed): readonly Finding[] {
  const who = `${need.owners.join(" and ")} (${need.principalId})`;
  const held = hasReader(snapshot, need);
  const of = { resourceId: need.endpoint.id, subject: need.principalId };
  if (held.is !== "known") {
    const why = held.is === "unknown" ? held.why : "its role assignments are absent";
    return [
      finding("SFH404", {
        ...of,
        state: "unknown",
        detail: `Whether ${who} has Reader on ${need.endpoint.name}: ${why}.`,
      }),
    ];
  }
  if (held.value) return [];
  return [
    finding("SFH401", {
      ...of,
      detail: `${who} has no Reader on storage private endpoint ${need.endpoint.name}.`,
      mendLines: [{ tool: "az", lines: [assignLine("Reader", need.principalId, need.endpoint.id)] }],
    }),
  ];
}

function assignLine(role: string, principal: string, scope: string): string {
  return azLine("role assignment create", {
    role,
    "assignee-object-id": principal,
    "assignee-principal-type": "ServicePrincipal",
    scope,
  });
}

/** Whether the hub's identity may approve connections at a target. */
export function canApprove(snapshot: Snapshot, target: string): Read<boolean> {
  const type = privateLinkType(typeOf(target));
  const identity = snapshot.hub.approvingIdentity;
  if (type === undefined) return unknown(`what approving takes at ${typeOf(target)} is not known`);
  if (identity === undefined) return unknown("the hub's identity could not be read");
  return holdsAll(snapshot, target, identity.principalId, approvalActions(type));
}

/** The same for whoever runs this: the service wants both. */
export function callerCanApprove(snapshot: Snapshot, target: string): Read<boolean> {
  const type = privateLinkType(typeOf(target));
  if (type === undefined) return unknown(`what approving takes at ${typeOf(target)} is not known`);
  const held = approvalActions(type).map((action) => callerHolds(snapshot.preflight, target, action));
  if (held.some((right) => right?.is === "known" && !right.value)) return known(false);
  return held.every((right) => right?.is === "known")
    ? known(true)
    : unknown("what the caller may do there is not known");
}

function missingApprover(snapshot: Snapshot, wanted: WantedRule): readonly Finding[] {
  const door = { service: wanted.target, subresource: wanted.subresource.toLowerCase() };
  const rule = ruleTo(valueOr(snapshot.outboundRules, []), door);
  if (rule?.status === "Active") return [];
  const held = canApprove(snapshot, wanted.target);
  const principal = snapshot.hub.approvingIdentity?.principalId ?? "HUB_IDENTITY";
  const of = { resourceId: wanted.target, subject: "approver" };
  if (held.is !== "known") {
    const why = held.is === "unknown" ? held.why : "its role assignments are absent";
    return [
      finding("SFH404", {
        ...of,
        state: "unknown",
        detail: `Whether the hub's identity can approve on ${nameOf(wanted.target)}: ${why}.`,
      }),
    ];
  }
  if (held.value) return [];
  return [
    finding("SFH402", {
      ...of,
      detail: `The hub's identity (${principal}) can't approve private endpoints on ${nameOf(wanted.target)}.`,
      fix: assignLine("b556d68e-0be0-4f35-a333-ad7ee1ce17ea", principal, wanted.target),
    }),
  ];
}

function isTargetTooSmall(snapshot: Snapshot, wanted: WantedRule): boolean {
  const service = snapshot.services.find((s) => isSameId(s.id, wanted.target));
  return service !== undefined && isTooSmall(service);
}

function holdsAll(snapshot: Snapshot, scope: string, principalId: string, actions: readonly string[]): Read<boolean> {
  const held = permissionsAt(snapshot, scope, principalId);
  return held.is === "known" ? { is: "known", value: actions.every((a) => holdsAction(held.value, a)) } : held;
}

function permissionsAt(snapshot: Snapshot, scope: string, principalId: string): Read<Permissions> {
  const entry = snapshot.permissions.find(
    (p) => idKey(p.scope) === idKey(scope) && p.principalId.toLowerCase() === principalId.toLowerCase(),
  );
  return entry?.held ?? unknown("its role assignments were not read");
}
