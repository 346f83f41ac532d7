import { findDoors } from "../../paths/doors.ts";
import { resolveName, type Resolution } from "../../paths/names.ts";
import type { VirtualNetwork } from "../../snapshot/network.ts";
import type { PrivateEndpoint } from "../../snapshot/private-endpoint.ts";
import { isSameId } from "../../snapshot/resource-id.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { finding, type Finding } from "../finding.ts";

/** SFH605: what an endpoint's network's own servers answer for its names. */
export function checkServersAnswers(snapshot: Snapshot): readonly Finding[] {
  return snapshot.privateEndpoints.flatMap((endpoint) => {
    const network = snapshot.networks.find((n) => isSameId(n.id, endpoint.network));
    if (network === undefined || network.dnsServers.length === 0) return [];
    return endpoint.addresses.flatMap(({ name, address }) => checkName(snapshot, network, endpoint, name, address));
  });
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
  const what = describeWrong(resolution, address);
  if (what === undefined) return [];
  return [
    finding("SFH605", {
      resourceId: endpoint.id,
      subject: name,
      detail: `In ${network.name}, ${name} ${what}; private endpoint ${endpoint.name} is at ${address}.`,
    }),
  ];
}

/** Undefined for the right answer, and for one that isn't known. */
function describeWrong(resolution: Resolution, address: string): string | undefined {
  switch (resolution.is) {
    case "private":
      return resolution.addresses.includes(address) ? undefined : `resolves to ${resolution.addresses.join(", ")}`;
    case "nxdomain":
      return `has no answer (NXDOMAIN from ${resolution.zone})`;
    case "public":
      return "resolves to the public address (custom DNS)";
    case "unknown":
      return undefined;
  }
}

/** SFH606: servers that could not be asked. */
export function checkSilentServers(snapshot: Snapshot): readonly Finding[] {
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
