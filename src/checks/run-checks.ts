import type { Snapshot } from "../snapshot/snapshot.ts";
import type { HubSpec } from "../spec/hub-spec.ts";
import { checkAcceptedLosses } from "./accepted-losses.ts";
import { checkCustomServers } from "./dns/custom-servers.ts";
import { checkEndpointDns } from "./endpoint-dns.ts";
import { finding, type Check, type Finding } from "./finding.ts";
import { checkIdentities } from "./identities.ts";
import { checkLocks } from "./locks.ts";
import { checkManagedNetwork } from "./managed-network.ts";
import { checkOutboundRules } from "./outbound-rules.ts";
import { checkPublicAccess } from "./public-access.ts";
import { checkUnread } from "./unread.ts";
import { checkWaysIn } from "./ways-in.ts";
import { checkWorkspaceBlobStore } from "./workspace-blob-store.ts";

const checks: readonly Check[] = [
  checkAcceptedLosses,
  checkManagedNetwork,
  checkOutboundRules,
  checkPublicAccess,
  checkIdentities,
  checkWorkspaceBlobStore,
  checkEndpointDns,
  checkCustomServers,
  checkWaysIn,
  checkLocks,
  checkUnread,
];

/** Everything that is not as the spec wants it. A hub still being made is reported and not judged. */
export function runChecks(snapshot: Snapshot, spec: HubSpec): readonly Finding[] {
  if (isSettled(snapshot)) return checks.flatMap((check) => check(snapshot, spec));
  const detail = `${snapshot.hub.name} is ${snapshot.hub.provisioningState}.`;
  return [finding("SFH105", { resourceId: snapshot.hub.id, detail })];
}

/** A hub whose creation has ended, well or not. Updating is a hub at work, and waited for by the plan. */
export function isSettled(snapshot: Snapshot): boolean {
  return !["creating", "deleting"].includes(snapshot.hub.provisioningState.toLowerCase());
}
