import { grouped } from "../../grouped.ts";
import { findDoors, hasConnection, namesOf, serviceOf } from "../../paths/doors.ts";
import { addressesOf, nearEndpoints } from "../../paths/near-endpoints.ts";
import type { LinkedZone } from "../../paths/private-zones.ts";
import { isNear, type VirtualNetwork } from "../../snapshot/network.ts";
import { idKey, isSameId, nameOf, parentOf } from "../../snapshot/resource-id.ts";
import type { Service } from "../../snapshot/service.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { finding, type Finding, type MendLines } from "../finding.ts";
import { azFallBackLine, azRecordLine } from "../lines/az-dns.ts";
import { bicepLink, bicepZone } from "../lines/bicep-dns.ts";
import { answerIn } from "./endpoint-zone.ts";
import type { DnsFault } from "./fault.ts";
import { isMissingIn } from "./records.ts";
import { countedVerb, describeZone } from "./words.ts";

/** A name that a linked zone has no record for, in a network where it would work without the link. */
interface HiddenName {
  readonly name: string;
  readonly network: VirtualNetwork;
  readonly service: Service;
  readonly linked: LinkedZone;
  /** An address it could resolve to, of an endpoint in a peered network. */
  readonly address: string | undefined;
}

/** SFH610: a linked zone takes a service away from a network that could reach it: by its public door, or by peering. */
export function checkHidingZones(snapshot: Snapshot, faults: readonly DnsFault[]): readonly Finding[] {
  const keyOf = ({ network, service, linked }: HiddenName): string =>
    [network, service, linked.zone].map(({ id }) => idKey(id)).join("|");
  return grouped(findHiddenNames(snapshot, faults), keyOf).flatMap(toFinding);
}

function findHiddenNames(snapshot: Snapshot, faults: readonly DnsFault[]): readonly HiddenName[] {
  const aliased = findDoors(snapshot).filter((door) => hasConnection(snapshot, door) === "yes");
  const networks = snapshot.networks.filter(({ dnsServers }) => dnsServers.length === 0);
  return networks.flatMap((network) =>
    aliased.flatMap((door) => {
      const service = serviceOf(snapshot, door);
      return service === undefined
        ? []
        : namesOf(snapshot, door).flatMap((name) => hiddenName(snapshot, faults, network, service, name));
    }),
  );
}

function hiddenName(
  snapshot: Snapshot,
  faults: readonly DnsFault[],
  network: VirtualNetwork,
  service: Service,
  name: string,
): readonly HiddenName[] {
  const linked = answerIn(snapshot, network, name);
  if (linked.is !== "linked" || linked.link.fallsBackToPublic) return [];
  if (linked.addresses.is !== "known" || linked.addresses.value.length > 0) return [];
  const isOwn = snapshot.privateEndpoints.some(
    (e) => isSameId(e.network, network.id) && addressesOf(e, name).length > 0,
  );
  // The endpoint there, or one that the same zone serves, tells it better.
  if (isOwn || faults.some((fault) => isMissingIn(linked, fault) && fault.names.some((n) => n.name === name)))
    return [];
  const [near] = nearEndpoints(snapshot, network, name);
  const isOpen = letsIn(service, network);
  if (near === undefined && !isOpen) return [];
  if (!isConcerned(snapshot, network, linked)) return [];
  const address = near === undefined ? undefined : addressesOf(near, name)[0];
  return [{ name, network, service, linked, address }];
}

/** Whether the public door is open to the network: without the link its clients would come in there. */
function letsIn({ publicAccess }: Service, network: VirtualNetwork): boolean {
  if (publicAccess.state !== "enabled") return false;
  return publicAccess.defaultAction === "allow" || publicAccess.subnets.some((s) => isSameId(parentOf(s), network.id));
}

/**
 * Networks that work with this hub, as far as anything tells: they hold or reach one of the endpoints, are let in by a
 * rule, or this runs there. A zone without any record serves nobody, so it is a fault wherever it is linked.
 */
function isConcerned(snapshot: Snapshot, network: VirtualNetwork, { zone }: LinkedZone): boolean {
  const { runner, privateEndpoints, services } = snapshot;
  return (
    (zone.records.is === "known" && zone.records.value.size === 0) ||
    privateEndpoints.some((e) => isNear(network, e.network)) ||
    services.some((s) => s.publicAccess.subnets.some((subnet) => isSameId(parentOf(subnet), network.id))) ||
    (runner.is === "in a network" && isSameId(runner.network, network.id))
  );
}

function toFinding(hidden: readonly HiddenName[]): readonly Finding[] {
  const [first] = hidden;
  if (first === undefined) return [];
  const { network, service, linked, address } = first;
  const said = countedVerb(
    hidden.map(({ name }) => name),
    "has",
    "have",
  );
  const zone = describeZone(linked.zone.id);
  const instead =
    address === undefined
      ? "it would resolve to the public address, which lets this network in"
      : `its private endpoint in a peered network is at ${address}`;
  return [
    finding("SFH610", {
      resourceId: linked.zone.id,
      subject: `${idKey(network.id)} ${idKey(service.id)}`,
      detail: `In ${network.name}, ${said} no answer (NXDOMAIN): ${zone} is linked there and lacks the record; ${instead}.`,
      ...mendOf(hidden, first),
    }),
  ];
}

function mendOf(
  hidden: readonly HiddenName[],
  { network, linked: { zone, link }, address }: HiddenName,
): { readonly fix?: string; readonly mendLines: readonly MendLines[] } {
  if (address !== undefined) {
    const lines = hidden.flatMap((h) =>
      h.address === undefined ? [] : [azRecordLine("add", zone.id, h.linked.record, h.address)],
    );
    return {
      fix: `Add the record to the zone, or link ${network.name} to the zone that has it instead.`,
      mendLines: [{ tool: "az", lines }],
    };
  }
  const fallBack = bicepLink(zone.id, network.id, { name: nameOf(link.id), fallsBack: true });
  return {
    mendLines: [
      { tool: "az", lines: [azFallBackLine(zone.id, link.id)] },
      { tool: "Bicep", lines: [...bicepZone(zone.id), ...fallBack] },
    ],
  };
}
