import { finding, type Finding, type MendLines } from "../../checks/finding.ts";
import { placeOf } from "../../checks/lines/place.ts";
import { azLine } from "../../checks/lines/shell.ts";
import { valueOr } from "../../snapshot/read.ts";
import { isSameId, nameOf, parentOf, type ResourceId } from "../../snapshot/resource-id.ts";
import type { PrivateEndpoint } from "../../snapshot/private-endpoint.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import type { NetworkWaysIn, PeeringFlag, WayIn } from "../../snapshot/way-in.ts";
import { privateAnswers } from "../private-answers.ts";
import type { DiagnosisCheck, Look } from "../look.ts";

/** SFH803: per network of a customer private endpoint of the hub or of its own services. */
export const checkWaysInto: DiagnosisCheck = (look) => [
  ...look.evidence.waysIn.flatMap((one) => {
    const endpoints = endpointsIn(look.snapshot, one.network);
    return endpoints.length === 0 || leadsIn(one) || isSeenFromOutside(look, endpoints) ? [] : [judge(one, endpoints)];
  }),
  ...unplacedEndpoints(look.snapshot),
];

/** Endpoints that can't be read stand in networks that nobody knows. */
function unplacedEndpoints({ services, unread, hub }: Snapshot): readonly Finding[] {
  const connected = services
    .filter(({ role }) => role !== "connected")
    .flatMap(({ connections }) => valueOr(connections, []).map(({ endpointId }) => endpointId));
  const unplaced = unread.filter(({ id }) => connected.some((endpoint) => isSameId(endpoint, id)));
  if (unplaced.length === 0) return [];
  const names = unplaced.map(({ id }) => nameOf(id)).join(", ");
  return [
    finding("SFH803", {
      resourceId: hub.id,
      state: "unknown",
      detail: `In which networks ${names} are, and what leads there, is unknown: they can't be read`,
      fix: "Give the caller Reader on the private endpoints and their networks.",
    }),
  ];
}

function endpointsIn({ privateEndpoints, services }: Snapshot, network: ResourceId): readonly PrivateEndpoint[] {
  const own = services.filter(({ role }) => role !== "connected");
  return privateEndpoints.filter(
    (endpoint) => isSameId(endpoint.network, network) && own.some(({ id }) => isSameId(id, endpoint.target)),
  );
}

function leadsIn({ ways }: NetworkWaysIn): boolean {
  return valueOr(ways, []).some(({ reaches }) => reaches.is === "yes");
}

/**
 * This machine is in no network that anybody named and yet resolves a name to an endpoint there: a VPN, or a line, leads
 * in. Not where it could connect to none of them.
 */
function isSeenFromOutside({ snapshot, evidence, standing }: Look, endpoints: readonly PrivateEndpoint[]): boolean {
  if (standing.sees !== "private side" || snapshot.runner.is === "in a network") return false;
  const addresses = endpoints.flatMap((endpoint) => endpoint.addresses);
  const knocks = evidence.doors.filter(
    ({ by }) => by.is === "direct" && addresses.some(({ address }) => address === by.address),
  );
  return (
    privateAnswers(endpoints, evidence).length > 0 &&
    (knocks.length === 0 || knocks.some(({ knock }) => knock.is !== "not connected"))
  );
}

function judge({ network, ways }: NetworkWaysIn, endpoints: readonly PrivateEndpoint[]): Finding {
  const [resourceId, name] = [network, nameOf(network)];
  const held = `where the hub's own ${endpoints.map((endpoint) => endpoint.name).join(", ")} ${endpoints.length === 1 ? "is" : "are"}`;
  if (ways.is !== "known") {
    const why = ways.is === "absent" ? `${name} isn't there` : ways.why;
    return finding("SFH803", {
      resourceId,
      state: "unknown",
      detail: `Whether anything leads into ${name}, ${held}, is unknown: ${why}`,
      fix: "Give the caller Reader on the network, on those peered with it, and on gateways and Bastions there.",
    });
  }
  return finding("SFH803", {
    resourceId,
    detail: [
      `Nothing leads into ${name}, ${held}`,
      ways.value.length === 0
        ? "no VPN gateway, ExpressRoute gateway, Bastion or Virtual WAN in sight"
        : ways.value.map(describeDeadEnd).join("; "),
    ].join(": "),
    ...mendOf(network, ways.value),
  });
}

function describeDeadEnd({ kind, name, network, reaches }: WayIn): string {
  const why = reaches.is === "no" ? reaches.why : "";
  return `the ${kind} ${name} in ${nameOf(network)} doesn't: ${why}`;
}

interface Mend {
  readonly fix: string;
  readonly mendLines: readonly MendLines[];
}

/** What failed in the network itself comes first: beside a gateway of its own, it can't use a peer's. */
function mendOf(network: ResourceId, ways: readonly WayIn[]): Mend {
  const failed = ways.filter(({ reaches }) => reaches.is === "no" && reaches.isFailed);
  const ownFailed = failed.find((way) => isSameId(way.network, network));
  if (ownFailed !== undefined) return failedMend(ownFailed);
  const near = ways.find(({ reaches }) => reaches.is === "no" && reaches.missing.length > 0);
  if (near !== undefined) return transitMend(near, nameOf(network));
  return failed[0] === undefined ? bastionMend(network, ways) : failedMend(failed[0]);
}

/** No line: what is wrong with it is told where it is, and one that creates would write over it. */
function failedMend({ kind, name, network }: WayIn): Mend {
  return {
    fix: `Mend the ${kind} ${name} of ${nameOf(network)}, whose provisioning failed: its activity log tells why. If that doesn't help, delete it and create it again.`,
    mendLines: [],
  };
}

function transitMend(way: WayIn, name: string): Mend {
  const missing = way.reaches.is === "no" ? way.reaches.missing : [];
  return {
    fix: `Let ${name} use the ${way.kind} ${way.name} of ${nameOf(way.network)}: set the peering as the lines say.`,
    // In this order: a side can't use gateways that the other doesn't lend.
    mendLines: [{ tool: "az", lines: missing.map(peeringLine) }],
  };
}

function peeringLine({ peering, flag }: PeeringFlag): string {
  return azLine("network vnet peering update", {
    name: nameOf(peering),
    "vnet-name": nameOf(parentOf(peering)),
    ...placeOf(peering),
    set: `${flag}=true`,
  });
}

/** The Developer SKU is the only one that takes neither a subnet nor a public address. */
function bastionMend(network: ResourceId, ways: readonly WayIn[]): Mend {
  const name = nameOf(network);
  const bastion = freeName(`bas-${name}`, ways);
  const options = { name: bastion, ...placeOf(network), "vnet-name": name, sku: "Developer" };
  return {
    fix: `Create a VPN gateway, an ExpressRoute gateway or a Bastion in ${name}, or peer it with a network that has one. The smallest is a Bastion of the Developer SKU, where the region has it, for a jump box in ${name}.`,
    mendLines: [
      { tool: "az", lines: [azLine("network bastion create", options)] },
      {
        tool: "Bicep",
        lines: [
          "resource bastion 'Microsoft.Network/bastionHosts@2024-05-01' = {",
          `  name: '${bastion}'`,
          "  location: resourceGroup().location",
          "  sku: { name: 'Developer' }",
          `  properties: { virtualNetwork: { id: '${network}' } }`,
          "}",
        ],
      },
    ],
  };
}

/** To create one under a name that is taken would change the one that has it. */
function freeName(name: string, ways: readonly WayIn[], number = 1): string {
  const tried = number === 1 ? name : `${name}-${number}`;
  const isTaken = ways.some((way) => way.name.toLowerCase() === tried.toLowerCase());
  return isTaken ? freeName(name, ways, number + 1) : tried;
}
