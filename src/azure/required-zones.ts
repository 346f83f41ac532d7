import { mapRead } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import type { RequiredZones } from "../snapshot/required-zones.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Arm } from "./arm.ts";
import { textsAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";

/** What a service's `privateLinkResources` say of zones. */
export async function readRequiredZones(arm: Arm, service: ResourceId): Promise<Read<readonly RequiredZones[]>> {
  return mapRead(await arm.list(`${service}/privateLinkResources`), (documents) => documents.map(parseRequiredZones));
}

export function parseRequiredZones(document: Document): RequiredZones {
  return {
    groupId: wordAt(document, "properties", "groupId"),
    zones: textsAt(document, "properties", "requiredZoneNames").map((zone) => zone.toLowerCase()),
  };
}
