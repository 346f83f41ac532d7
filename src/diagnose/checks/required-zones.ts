import { azureDnsNetwork, findEndpointZones } from "../../checks/dns/endpoint-zone.ts";
import { integrationLines } from "../../checks/dns/integration.ts";
import { finding, type Finding } from "../../checks/finding.ts";
import { findDoors, namesOf } from "../../paths/doors.ts";
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
  return snapshot.privateEndpoints.flatMap((endpoint) => {
    const said = evidence.requiredZones.find(({ target }) => isSameId(target, endpoint.target))?.zones;
    const ofGroups = said === undefined ? [] : valueOr(said, []).filter((g) => endpoint.groupIds.includes(g.groupId));
    const zones = new Set(ofGroups.flatMap((group) => group.zones));
    const isJudged = (zone: string): boolean =>
      judged.some((place) => place.zone === zone && isSameId(place.endpoint.id, endpoint.id));
    return [...zones]
      .filter((zone) => !isKept(endpoint, zone) && !isJudged(zone))
      .flatMap((zone) => toFinding(snapshot, endpoint, zone));
  });
};

/** An endpoint without a zone group lacks them all, which is told as that. */
function isKept({ zoneGroup }: PrivateEndpoint, zone: string): boolean {
  if (zoneGroup === undefined || zoneGroup.entries.length === 0) return true;
  return zoneGroup.entries.some((entry) => nameOf(entry.zone).toLowerCase() === zone);
}

function toFinding(snapshot: Snapshot, endpoint: PrivateEndpoint, zone: string): readonly Finding[] {
  const network = azureDnsNetwork(snapshot, endpoint);
  if (network === undefined) return [];
  const what = `The DNS zone group of private endpoint ${endpoint.name} lacks ${zone}, which ${nameOf(endpoint.target)} says it needs`;
  const suffix = zone.replace(/^privatelink\./, "");
  const [held] = endpoint.addresses.filter(({ name }) => name.endsWith(`.${suffix}`));
  const of = { resourceId: endpoint.id, subject: zone };
  if (held !== undefined) {
    const detail = `${what}: nothing keeps a record there for ${held.name}, which it holds at ${held.address}.`;
    return [finding("SFH607", { ...of, detail, mendLines: integrationLines(snapshot, { endpoint, network }, [zone]) })];
  }
  const [unheld] = namesOfService(snapshot, endpoint).filter(
    (name) => zoneEntryOf(snapshot.cloud.kind, name)?.zone === zone,
  );
  if (unheld === undefined) return [];
  const detail = `${what}, and the endpoint holds no address for ${unheld}: it may be older than that name.`;
  const fix =
    "Delete the private endpoint and create it again with private DNS integration: a new one holds every name of the service.";
  return [finding("SFH607", { ...of, detail, fix })];
}

function namesOfService(snapshot: Snapshot, endpoint: PrivateEndpoint): readonly string[] {
  return findDoors(snapshot)
    .filter((door) => isSameId(door.service, endpoint.target) && endpoint.groupIds.includes(door.subresource))
    .flatMap((door) => namesOf(snapshot, door));
}
