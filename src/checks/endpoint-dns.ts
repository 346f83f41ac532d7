import { findDoors } from "../paths/doors.ts";
import { resolveName } from "../paths/names.ts";
import type { VirtualNetwork } from "../snapshot/network.ts";
import { zoneEntryOf } from "../snapshot/private-dns.ts";
import type { PrivateEndpoint } from "../snapshot/private-endpoint.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { FindingCode } from "./codes.ts";
import { finding, type Check, type Finding } from "./finding.ts";

/** SFH601 to SFH606: clients in an endpoint's network resolve its names to it. */
export const checkEndpointDns: Check = (snapshot) => [
  ...snapshot.privateEndpoints.flatMap((e) => checkEndpoint(snapshot, e)),
  ...silentServers(snapshot),
];

function checkEndpoint(snapshot: Snapshot, endpoint: PrivateEndpoint): readonly Finding[] {
  const network = snapshot.networks.find((n) => isSameId(n.id, endpoint.network));
  if (network === undefined) return [];
  const groupless =
    network.dnsServers.length === 0 && endpoint.zoneGroupZones.length === 0
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
  const isCustom = network.dnsServers.length > 0;
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
        : say(isCustom ? "SFH605" : "SFH603", `resolves to ${resolution.addresses.join(", ")}`);
    case "nxdomain":
      return say(isCustom ? "SFH605" : "SFH604", `has no answer (NXDOMAIN from ${resolution.zone})`);
    case "public":
      return say(
        isCustom ? "SFH605" : "SFH602",
        `resolves to the public address (${isCustom ? "custom DNS" : `${zoneEntryOf(snapshot.cloud.kind, name)?.zone ?? "its zone"} is not linked`})`,
      );
    case "unknown":
      return [];
  }
}

function silentServers(snapshot: Snapshot): readonly Finding[] {
  const silent = (network: VirtualNetwork): readonly string[] =>
    network.dnsServers.filter((s) => !snapshot.nameAnswers.some((a) => a.server === s && a.answer.is !== "silent"));
  return snapshot.networks
    .filter((n) => snapshot.privateEndpoints.some((e) => isSameId(e.network, n.id)))
    .flatMap((network) =>
      silent(network).map((server) =>
        finding("SFH606", {
          resourceId: network.id,
          subject: server,
          state: "unknown",
          detail: `DNS server ${server} of ${network.name} could not be asked, so what resolves there is unknown.`,
        }),
      ),
    );
}
