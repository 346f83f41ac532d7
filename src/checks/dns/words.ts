import type { ZoneAnswer } from "../../paths/private-zones.ts";
import type { ResourceId } from "../../snapshot/resource-id.ts";
import { groupOf, nameOf } from "../../snapshot/resource-id.ts";
import type { EndpointName, EndpointZone } from "./endpoint-zone.ts";

/** "a resolves", "a, b resolve". */
export function countedVerb(names: readonly string[], one: string, many: string): string {
  return `${names.join(", ")} ${names.length === 1 ? one : many}`;
}

/** What clients get for the name, in one clause. */
export function describeAnswer(answer: ZoneAnswer): string {
  if (answer.is === "none") return "resolves to the public address";
  if (answer.is === "unread") return `may resolve to anything: ${answer.text}`;
  const { zone, link, addresses } = answer;
  if (addresses.is !== "known") return `may resolve to anything: the records of ${zone.name} could not be read`;
  if (addresses.value.length > 0) return `resolves to ${addresses.value.join(", ")}`;
  return link.fallsBackToPublic
    ? `falls back to the public address (${zone.name} has no record for it)`
    : `has no answer (NXDOMAIN from ${zone.name})`;
}

/** Where the endpoint is under these names. */
export function describePlace({ endpoint }: Pick<EndpointZone, "endpoint">, names: readonly EndpointName[]): string {
  const held = [...new Set(names.flatMap((name) => name.held))];
  return `private endpoint ${endpoint.name} is at ${held.join(", ")}`;
}

/** "privatelink.blob.core.windows.net (resource group rg-dns)". */
export function describeZone(zone: ResourceId): string {
  return `${nameOf(zone)} (resource group ${nameOf(groupOf(zone))})`;
}
