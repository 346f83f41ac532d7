import type { Read } from "../snapshot/read.ts";
import { mapRead, unknown } from "../snapshot/read.ts";
import { nameOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { ConnectionStatus, EndpointConnection } from "../snapshot/service.ts";
import type { Arm } from "./arm.ts";
import { documentAt, idAt, textAt, textsAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";

const statuses: readonly ConnectionStatus[] = ["Approved", "Pending", "Rejected", "Disconnected"];

/** A connection state in any provider's casing; states that only one provider has (Timeout) are Other. */
export function connectionStatus(text: string): ConnectionStatus {
  return statuses.find((status) => status.toLowerCase() === text.toLowerCase()) ?? "Other";
}

/** The private endpoint connections of a service, from its own side. */
export async function readEndpointConnections(
  arm: Arm,
  service: ResourceId,
): Promise<Read<readonly EndpointConnection[]>> {
  const listed = await arm.list(`${service}/privateEndpointConnections`);
  if (listed.is === "absent") return unknown(`${service} has no list of private endpoint connections`);
  return mapRead(listed, (documents) => documents.map((document) => parseEndpointConnection(document, service)));
}

/** Items without a name (inside a key vault) carry it in their id. */
export function parseEndpointConnection(document: Document, service: ResourceId): EndpointConnection {
  const properties = documentAt(document, "properties");
  const name = textAt(document, "name") || nameOf(textAt(document, "id"));
  return {
    id: `${service}/privateEndpointConnections/${name}`,
    name,
    endpointId: idAt(properties, "privateEndpoint", "id") ?? "",
    status: connectionStatus(textAt(properties, "privateLinkServiceConnectionState", "status")),
    groupIds: groupIdsOf(properties),
  };
}

/** Cognitive Services tell a list, Search one `groupId`; storage, vault and registry tell nothing. */
function groupIdsOf(properties: Document | undefined): readonly string[] | undefined {
  const many = textsAt(properties, "groupIds");
  if (many.length > 0) return many.map((id) => id.toLowerCase());
  const one = wordAt(properties, "groupId");
  return one === "" ? undefined : [one];
}
