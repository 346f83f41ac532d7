import { finding, type Finding, type MendLines } from "../../checks/finding.ts";
import { valueOr } from "../../snapshot/read.ts";
import { groupOf, isSameId, nameOf, parentOf, subscriptionOf, type ResourceId } from "../../snapshot/resource-id.ts";
import type { PrivateEndpoint } from "../../snapshot/private-endpoint.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import type { NetworkWaysIn, PeeringFlag, WayIn } from "../../snapshot/way-in.ts";
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
  const isResolved = evidence.names.some(
    ({ name, answer }) =>
      answer.is === "addresses" &&
      addresses.some((held) => held.name.toLowerCase() === name && answer.addresses.includes(held.address)),
  );
  const knocks = evidence.doors.filter(
    ({ by }) => by.is === "direct" && addresses.some(({ address }) => address === by.address),
  );
  return isResolved && (knocks.length === 0 || knocks.some(({ knock }) => knock.is !== "not connected"));
}

function judge({ network, ways }: NetworkWaysIn, endpoints: readonly PrivateEndpoint[]): Finding {
  const [resourceId, name] = [network, nameOf(network)];
  const held = `where ${endpoints.map((endpoint) => endpoint.name).join(", ")} ${endpoints.length === 1 ? "is" : "are"}`;
  if (ways.is !== "known") {
    const why = ways.is === "absent" ? `${name} isn't there` : ways.why;
    return finding("SFH803", {
      resourceId,
      state: "unknown",
      detail: `Whether anything leads into ${name}, ${held}, is unknown: ${why}`,
      fix: "Give the caller Reader on the network, on those peered with it, and on gateways and Bastions there.",
    });
  }
  const near = ways.value.find(({ reaches }) => reaches.is === "no" && reaches.missing.length > 0);
  return finding("SFH803", {
    resourceId,
    detail: [
      `Nothing leads into ${name}, ${held}: no VPN gateway, ExpressRoute gateway, Bastion or Virtual WAN in sight`,
      ...ways.value.map(describeDeadEnd),
    ].join("; "),
    ...(near === undefined ? bastionMend(network) : transitMend(near, name)),
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

function transitMend(way: WayIn, name: string): Mend {
  const missing = way.reaches.is === "no" ? way.reaches.missing : [];
  return {
    fix: `Let ${name} use the ${way.kind} ${way.name} of ${nameOf(way.network)}: set the peering as the lines say.`,
    // In this order: a side can't use gateways that the other doesn't lend.
    mendLines: [{ tool: "az", lines: missing.map(peeringLine) }],
  };
}

function peeringLine({ peering, flag }: PeeringFlag): string {
  const network = parentOf(peering);
  return [
    `az network vnet peering update --name ${nameOf(peering)} --vnet-name ${nameOf(network)}`,
    `--resource-group ${nameOf(groupOf(peering))} --subscription ${subscriptionOf(peering)} --set ${flag}=true`,
  ].join(" ");
}

/** The Developer SKU is the only one that takes neither a subnet nor a public address. */
function bastionMend(network: ResourceId): Mend {
  const [name, group] = [nameOf(network), nameOf(groupOf(network))];
  const place = `--resource-group ${group} --subscription ${subscriptionOf(network)}`;
  return {
    fix: `Create a VPN gateway, an ExpressRoute gateway or a Bastion in ${name}, or peer it with a network that has one. The smallest is a Bastion of the Developer SKU, where the region has it, for a jump box in ${name}.`,
    mendLines: [
      {
        tool: "az",
        lines: [`az network bastion create --name bas-${name} ${place} --vnet-name ${name} --sku Developer`],
      },
      {
        tool: "Bicep",
        lines: [
          "resource bastion 'Microsoft.Network/bastionHosts@2024-05-01' = {",
          `  name: 'bas-${name}'`,
          "  location: resourceGroup().location",
          "  sku: { name: 'Developer' }",
          `  properties: { virtualNetwork: { id: '${network}' } }`,
          "}",
        ],
      },
    ],
  };
}
