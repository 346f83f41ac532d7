import type { OutboundRule } from "../snapshot/outbound-rule.ts";
import type { Read } from "../snapshot/read.ts";
import type { Service } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Workspace } from "../snapshot/workspace.ts";
import { approvedOfRule, connectionsOfRule, ruleTo } from "./managed-endpoints.ts";
import { blocked, notKnown, open, type Door, type Origin, type Way } from "./pair.ts";
import { publicWay } from "./public-way.ts";

/** The ways from a workspace's managed network: its own private endpoint, or the public endpoint where egress is free. */
export function managedNetworkWays(
  snapshot: Snapshot,
  workspace: Workspace,
  rules: Read<readonly OutboundRule[]>,
  origin: Origin,
  service: Service,
  door: Door,
): readonly Way[] {
  const { managedNetwork } = workspace;
  if (managedNetwork.isolationMode === "Disabled") {
    return [publicWay(service, origin)];
  }
  // Of somebody else's hub only its settings are known, not what works there without a network yet: free egress counts.
  const isFreeAlready = origin.kind === "dependent" && managedNetwork.isolationMode === "AllowInternetOutbound";
  if (!managedNetwork.isActive && isFreeAlready) return [publicWay(service, origin)];
  if (!managedNetwork.isActive) {
    const text = `the managed network of ${workspace.name} is not provisioned`;
    return [blocked("private-endpoint", "network-inactive", text)];
  }
  if (rules.is !== "known") {
    return [notKnown("private-endpoint", "unread-rules", `the outbound rules of ${workspace.name} could not be read`)];
  }
  return [
    endpointWay(snapshot, rules.value, service, door),
    egressWay(snapshot, workspace, rules.value, origin, service, door),
  ];
}

function endpointWay(snapshot: Snapshot, rules: readonly OutboundRule[], service: Service, door: Door): Way {
  const via = "private-endpoint";
  const rule = ruleTo(rules, door);
  if (rule === undefined)
    return blocked(via, "no-rule", `no private-endpoint rule leads to ${service.name} ${door.subresource}`);
  if (rule.status !== "Active") return blocked(via, "rule-not-active", `outbound rule ${rule.name} is ${rule.status}`);
  if (service.connections.is !== "known") {
    return notKnown(via, "unread-connections", `the private endpoint connections of ${service.name} could not be read`);
  }
  const { ours, doubtful } = approvedOfRule(snapshot, service, rule);
  if (ours.length > 0) return open(via, `outbound rule ${rule.name}`);
  return doubtful.length > 0
    ? notKnown(
        via,
        "look-alike-connection",
        `the connection on ${service.name} named like rule ${rule.name} may be a stranger's`,
      )
    : blocked(via, "connection-not-approved", `the connection of rule ${rule.name} is not Approved on ${service.name}`);
}

/** Public egress: free under AllowInternetOutbound, by FQDN rule otherwise; shadowed once the network has an endpoint. */
function egressWay(
  snapshot: Snapshot,
  workspace: Workspace,
  rules: readonly OutboundRule[],
  origin: Origin,
  service: Service,
  door: Door,
): Way {
  const rule = ruleTo(rules, door);
  if (rule !== undefined && (rule.status === "Active" || connectionsOfRule(snapshot, service, rule).length > 0)) {
    return blocked(
      "public",
      "shadowed-by-endpoint",
      `the managed network resolves ${service.name} to rule ${rule.name}'s endpoint`,
    );
  }
  if (
    workspace.managedNetwork.isolationMode === "AllowOnlyApprovedOutbound" &&
    !isReachedByFqdnRule(rules, service, door)
  ) {
    return blocked("public", "outbound-not-allowed", `${workspace.name} allows only approved outbound traffic`);
  }
  return publicWay(service, origin);
}

/** An FQDN rule can stand in for a private endpoint, but never for storage (managed network documentation). */
function isReachedByFqdnRule(rules: readonly OutboundRule[], service: Service, door: Door): boolean {
  const names = service.doors.find((d) => d.subresource.toLowerCase() === door.subresource)?.names ?? [];
  const allowed = rules.flatMap((r) =>
    r.type === "FQDN" && r.status === "Active" ? [r.destination.toLowerCase()] : [],
  );
  const isAllowed = (name: string): boolean =>
    allowed.some((a) => a === name.toLowerCase() || (a.startsWith("*.") && name.toLowerCase().endsWith(a.slice(1))));
  return service.type !== "microsoft.storage/storageaccounts" && names.length > 0 && names.every(isAllowed);
}
