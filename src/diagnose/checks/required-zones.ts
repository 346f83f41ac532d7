import { azureDnsNetwork, findEndpointZones, type EndpointZone } from "../../checks/dns/endpoint-zone.ts";
import { findDnsFaults, isSurelyLost, judgeName } from "../../checks/dns/fault.ts";
import { integrationLines } from "../../checks/dns/integration.ts";
import { missingZonesOf } from "../../checks/dns/missing-zones.ts";
import { finding, type Finding } from "../../checks/finding.ts";
import { findDoors, namesOf } from "../../paths/doors.ts";
import { addressesOf } from "../../paths/near-endpoints.ts";
import { askPrivateZones } from "../../paths/private-zones.ts";
import { isServed } from "../../paths/served-names.ts";
import { zoneEntryOf } from "../../snapshot/private-dns.ts";
import type { PrivateEndpoint } from "../../snapshot/private-endpoint.ts";
import { valueOr } from "../../snapshot/read.ts";
import { isSameId, nameOf } from "../../snapshot/resource-id.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import type { DiagnosisCheck } from "../look.ts";

/**
 * SFH607 by what a service itself says its endpoints need. It adds what the table of zones can't tell: services that
 * aren't in it, and an endpoint made before its service had a further name. A zone alone proves nothing: there must be a
 * name that belongs in it, because a service may list zones that this endpoint has no name for.
 */
export const checkRequiredZones: DiagnosisCheck = ({ snapshot, evidence }) => {
  const judged = findEndpointZones(snapshot);
  const faults = findDnsFaults(snapshot);
  return snapshot.privateEndpoints.flatMap((endpoint) => {
    const said = evidence.requiredZones.find(({ target }) => isSameId(target, endpoint.target))?.zones;
    const ofGroups = said === undefined ? [] : valueOr(said, []).filter((g) => endpoint.groupIds.includes(g.groupId));
    const isJudged = (zone: string): boolean =>
      judged.some((place) => place.zone === zone && isSameId(place.endpoint.id, endpoint.id));
    const lacking = [...new Set(ofGroups.flatMap((group) => group.zones))].filter(
      (zone) => !isKept(endpoint, zone) && !isJudged(zone),
    );
    const lost = lacking.flatMap((zone) => lostName(snapshot, endpoint, zone));
    const all = [...missingZonesOf(faults, endpoint), ...lost.map(({ zone }) => zone)];
    return [
      ...lost.map((one) => toFinding(snapshot, one, all)),
      ...lacking.flatMap((zone) => olderThanZone(snapshot, endpoint, zone)),
    ];
  });
};

/** An endpoint without a zone group lacks them all, which is told as that. */
function isKept({ zoneGroup }: PrivateEndpoint, zone: string): boolean {
  if (zoneGroup === undefined || zoneGroup.entries.length === 0) return true;
  return zoneGroup.entries.some((entry) => nameOf(entry.zone).toLowerCase() === zone);
}

/** A name the endpoint holds that belongs in the zone and doesn't lead to the endpoint, the first alone. */
function lostName(snapshot: Snapshot, endpoint: PrivateEndpoint, zone: string): readonly EndpointZone[] {
  const network = azureDnsNetwork(snapshot, endpoint);
  if (network === undefined) return [];
  const place = { endpoint, network, zone, entry: undefined };
  return heldIn(snapshot, endpoint, zone)
    .map((name) => {
      const record = name.slice(0, -suffixOf(zone).length - 1);
      const direct = askPrivateZones(snapshot, network, name);
      const answer = direct.is === "none" ? askPrivateZones(snapshot, network, `${record}.${zone}`) : direct;
      return { ...place, names: [{ name, held: addressesOf(endpoint, name), record, answer }] };
    })
    .filter((one) => one.names.some((name) => isSurelyLost(judgeName(snapshot, one, name))))
    .slice(0, 1);
}

function heldIn(snapshot: Snapshot, endpoint: PrivateEndpoint, zone: string): readonly string[] {
  const names = endpoint.addresses.map(({ name }) => name).filter((name) => name.endsWith(`.${suffixOf(zone)}`));
  return [...new Set(names)].filter((name) => isServed(snapshot, endpoint, name));
}

function suffixOf(zone: string): string {
  return zone.replace(/^privatelink\./, "");
}

function lacks(endpoint: PrivateEndpoint, zone: string): string {
  return `The DNS zone group of private endpoint ${endpoint.name} lacks ${zone}, which ${nameOf(endpoint.target)} says it needs`;
}

function toFinding(snapshot: Snapshot, place: EndpointZone, all: readonly string[]): Finding {
  const { endpoint, zone, names } = place;
  const held = names.map((one) => `${one.name}, which it holds at ${one.held.join(", ")}`).join(", ");
  return finding("SFH607", {
    resourceId: endpoint.id,
    subject: zone,
    detail: `${lacks(endpoint, zone)}: nothing keeps a record there for ${held}.`,
    mendLines: integrationLines(snapshot, place, [zone], all),
  });
}

function olderThanZone(snapshot: Snapshot, endpoint: PrivateEndpoint, zone: string): readonly Finding[] {
  if (azureDnsNetwork(snapshot, endpoint) === undefined || heldIn(snapshot, endpoint, zone).length > 0) return [];
  const unheld = namesOfService(snapshot, endpoint).find(
    (name) => zoneEntryOf(snapshot.cloud.kind, name)?.zone === zone,
  );
  if (unheld === undefined) return [];
  const detail = `${lacks(endpoint, zone)}, and the endpoint holds no address for ${unheld}: it may be older than that name.`;
  const fix =
    "Delete the private endpoint and create it again with private DNS integration: a new one holds every name of the service.";
  return [finding("SFH607", { resourceId: endpoint.id, subject: zone, detail, fix })];
}

function namesOfService(snapshot: Snapshot, endpoint: PrivateEndpoint): readonly string[] {
  return findDoors(snapshot)
    .filter((door) => isSameId(door.service, endpoint.target) && endpoint.groupIds.includes(door.subresource))
    .flatMap((door) => namesOf(snapshot, door));
}
