import { privateLinkType } from "../../snapshot/private-link.ts";
import { documentAt, textAt, wordAt } from "../document.ts";
import type { Document } from "../document.ts";
import { accessStateOf, door, hostOf, ipRangesOf } from "../service-parts.ts";
import type { ServiceParts } from "../service-parts.ts";

/**
 * Any other type of the catalogue: `publicNetworkAccess` where it has one, otherwise public. Its rules are not taken
 * into account: it reads as open to more than it may be, never to less.
 */
export function readOther(document: Document, type: string): ServiceParts {
  const row = privateLinkType(type);
  const names = otherHosts(document, type);
  return {
    publicAccess: {
      state: accessStateOf(documentAt(document, "properties")),
      defaultAction: "allow",
      ipRanges: ipRangesOf(documentAt(document, "properties")),
      subnets: [],
      resourceInstances: [],
      letsTrustedServicesIn: false,
    },
    doors: (row?.subresources ?? []).map((subresource, i) => door(subresource, i === 0 ? names : [])),
  };
}

/** Fields that providers tell a host in, and else the name under each of the type's suffixes. */
export function otherHosts(document: Document, type: string): readonly string[] {
  const fields = [
    "documentEndpoint",
    "fullyQualifiedDomainName",
    "hostName",
    "gatewayUrl",
    "workspaceUrl",
    "serviceBusEndpoint",
  ];
  const told = fields.map((field) => hostOf(textAt(document, "properties", field))).filter((host) => host !== "");
  if (told.length > 0) return told;
  return (privateLinkType(type)?.hosts ?? []).map((suffix) => `${wordAt(document, "name")}.${suffix}`);
}
