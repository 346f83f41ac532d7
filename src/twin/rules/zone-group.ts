import type { ArmDocument, Json } from "../estate.ts";
import { privateNameOf } from "../reach/private-names.ts";
import type { World } from "../state/world.ts";
import { armError } from "../wire/arm-error.ts";
import { lastNameOf } from "../wire/arm-path.ts";
import { listAt, sameText, textAt } from "../wire/json-fields.ts";
import { heldNames, newEtag } from "./network-interface.ts";

const TYPE = "Microsoft.Network/privateEndpoints/privateDnsZoneGroups";
const TTL_SECONDS = 10;

interface ZoneConfig {
  readonly name: string;
  readonly zoneId: string;
}

/** Reads the zones a group is asked to keep; throws Network's 400 for one that is not there (wording not confirmed). */
export function readZoneConfigs(world: World, body: Json | undefined): readonly ZoneConfig[] {
  return listAt(body, "properties", "privateDnsZoneConfigs").map((config) => {
    const zoneId = textAt(config, "properties", "privateDnsZoneId") ?? "";
    if (world.documents.get(zoneId) === undefined) {
      throw armError(400, "InvalidResourceReference", `Resource ${zoneId} referenced by the zone group was not found.`);
    }
    return { name: textAt(config, "name") ?? "", zoneId };
  });
}

/** The group's document; `records` of each zone are there once it has Succeeded. Recorded form. */
export function zoneGroupDocument(
  world: World,
  id: string,
  configs: readonly ZoneConfig[],
  state: "Updating" | "Succeeded",
): ArmDocument {
  const endpoint = world.documents.get(endpointIdOf(id));
  const etag = newEtag(world);
  return {
    ...{ name: lastNameOf(id), id, etag, type: TYPE },
    properties: {
      provisioningState: state,
      privateDnsZoneConfigs: configs.map(({ name, zoneId }) => ({
        ...{ name, id: `${id}/privateDnsZoneConfigs/${name}`, etag, type: `${TYPE}/privateDnsZoneConfigs` },
        properties: {
          provisioningState: state,
          privateDnsZoneId: zoneId,
          recordSets: state === "Updating" || endpoint === undefined ? [] : recordSetsOf(world, endpoint, zoneId),
        },
      })),
    },
  };
}

/** The endpoint a zone group belongs to. */
export function endpointIdOf(zoneGroupId: string): string {
  return zoneGroupId.split("/").slice(0, -2).join("/");
}

interface ZoneRecord {
  readonly record: string;
  readonly address: string;
}

/** Only names whose private zone is that zone get a record in it; another zone stays empty (recorded). */
function recordsOf(world: World, endpoint: ArmDocument, zoneId: string): readonly ZoneRecord[] {
  const zone = lastNameOf(zoneId);
  return heldNames(world, endpoint).flatMap(({ fqdn, address }) => {
    const name = privateNameOf(fqdn);
    return name !== undefined && sameText(name.zone, zone) ? [{ record: name.record, address }] : [];
  });
}

function recordSetsOf(world: World, endpoint: ArmDocument, zoneId: string): readonly Json[] {
  const zone = lastNameOf(zoneId);
  return recordsOf(world, endpoint, zoneId).map(({ record, address }) => ({
    recordType: "A",
    recordSetName: record,
    fqdn: `${record}.${zone}`,
    ttl: TTL_SECONDS,
    provisioningState: "Succeeded",
    ipAddresses: [address],
  }));
}

/** Writes the records of an endpoint into a zone. A record another endpoint wrote is overwritten (documented trap). */
export function writeRecords(world: World, endpoint: ArmDocument, zoneId: string): void {
  for (const { record, address } of recordsOf(world, endpoint, zoneId)) {
    const document: ArmDocument = {
      id: `${zoneId}/A/${record}`,
      name: record,
      type: "Microsoft.Network/privateDnsZones/A",
      etag: world.guids.next(),
      properties: {
        fqdn: `${record}.${lastNameOf(zoneId)}.`,
        ttl: TTL_SECONDS,
        aRecords: [{ ipv4Address: address }],
        isAutoRegistered: false,
      },
    };
    world.documents.put(document, { cause: "platform", what: "private DNS record written" });
  }
}

/** Takes an endpoint's records out of a zone: whoever wrote them last (documented trap). */
export function removeRecords(world: World, endpoint: ArmDocument, zoneId: string): void {
  for (const { record } of recordsOf(world, endpoint, zoneId)) {
    world.documents.remove(`${zoneId}/A/${record}`, { cause: "platform", what: "private DNS record removed" });
  }
}

/** The zones a group keeps. */
export function zonesOf(group: ArmDocument | undefined): readonly string[] {
  return listAt(group, "properties", "privateDnsZoneConfigs").flatMap(
    (config) => textAt(config, "properties", "privateDnsZoneId") ?? [],
  );
}
