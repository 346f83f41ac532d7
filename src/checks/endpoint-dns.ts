import { findDoors } from "../paths/doors.ts";
import { resolveName } from "../paths/names.ts";
import type { VirtualNetwork } from "../snapshot/network.ts";
import { zoneEntryOf } from "../snapshot/private-dns.ts";
import type { PrivateEndpoint } from "../snapshot/private-endpoint.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { FindingCode } from "./codes.ts";
import { finding, type Check, type Finding } from "./finding.ts";

/** SFH601 to SFH604: clients in an endpoint's network resolve its names to it by Azure's DNS. */
export const checkEndpointDns: Check = (snapshot) =>
  snapshot.privateEndpoints.flatMap((e) => checkEndpoint(snapshot, e));

function checkEndpoint(snapshot: Snapshot, endpoint: PrivateEndpoint): readonly Finding[] {
  const network = snapshot.networks.find((n) => isSameId(n.id, endpoint.network));
  // Custom servers have findings of their own.
  if (network === undefined || network.dnsServers.length > 0) return [];
  const groupless =
    endpoint.zoneGroupZones.length === 0
      ? [
          finding("SFH601", {
            resourceId: endpoint.id,
            detail: `Private endpoint ${endpoint.name} has no DNS zone group.`,
          }),
        ]
      : [];
  return [
    ...groupless,
    ...endpoint.addresses.flatMap((a) => checkName(snapshot, network, endpoint, a.name, a.address)),
  ];
}

function checkName(
  snapshot: Snapshot,
  network: VirtualNetwork,
  endpoint: PrivateEndpoint,
  name: string,
  address: string,
): readonly Finding[] {
  const subresource = endpoint.groupIds[0] ?? "";
  const door = findDoors(snapshot).find((d) => isSameId(d.service, endpoint.target) && d.subresource === subresource);
  const resolution = resolveName(snapshot, network, door ?? { service: endpoint.target, subresource }, name);
  const say = (code: FindingCode, what: string): readonly Finding[] => [
    finding(code, {
      resourceId: endpoint.id,
      subject: name,
      detail: `In ${network.name}, ${name} ${what}; private endpoint ${endpoint.name} is at ${address}.`,
    }),
  ];
  switch (resolution.is) {
    case "private":
      return resolution.addresses.includes(address)
        ? []
        : say("SFH603", `resolves to ${resolution.addresses.join(", ")}`);
    case "nxdomain":
      return say("SFH604", `has no answer (NXDOMAIN from ${resolution.zone})`);
    case "public":
      return say(
        "SFH602",
        `resolves to the public address (${zoneEntryOf(snapshot.cloud.kind, name)?.zone ?? "its zone"} is not linked)`,
      );
    case "unknown":
      return [];
  }
}
