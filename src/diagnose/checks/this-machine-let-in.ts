import { finding, type Finding } from "../../checks/finding.ts";
import { isCovered, isPrivateRange, parseRange } from "../../snapshot/address-range.ts";
import type { Subnet } from "../../snapshot/network.ts";
import { isSameId, nameOf, parentOf, type ResourceId } from "../../snapshot/resource-id.ts";
import { isInRange } from "../../snapshot/runner.ts";
import type { Service } from "../../snapshot/service.ts";
import { letInRange, letInSubnet, rulesFor } from "../let-in.ts";
import type { Look } from "../look.ts";

/**
 * SFH312 of this machine: by its subnet where its network is let in by subnets, else by a public address of its own. Most
 * machines have none: which address a private one comes out by can't be told here, so nothing is said of it.
 */
export function checkThisMachine(look: Look, service: Service): readonly Finding[] {
  if (resolvesPrivately(look, service)) return [];
  const { runner } = look.snapshot;
  const letIn = service.publicAccess.subnets.filter(
    (subnet) => runner.is === "in a network" && isSameId(parentOf(subnet), runner.network),
  );
  return letIn.length > 0 && runner.is === "in a network"
    ? checkSubnet(look, service, { network: runner.network, letIn })
    : checkAddresses(look, service);
}

/** A name that leads to the private endpoint never asks the public one. */
function resolvesPrivately({ snapshot, evidence }: Look, service: Service): boolean {
  const names = service.doors.flatMap((door) => door.names.map((name) => name.toLowerCase()));
  const endpoints = snapshot.privateEndpoints.filter((e) => isSameId(e.target, service.id));
  return evidence.names.some(
    ({ name, answer }) =>
      names.includes(name) &&
      answer.is === "addresses" &&
      endpoints.some((e) => e.addresses.some((held) => answer.addresses.includes(held.address))),
  );
}

function checkSubnet(
  { snapshot }: Look,
  service: Service,
  { network, letIn }: { readonly network: ResourceId; readonly letIn: readonly ResourceId[] },
): readonly Finding[] {
  const of = { resourceId: service.id, subject: "this machine" };
  const own = subnetOf(snapshot.networks.find((n) => isSameId(n.id, network))?.subnets ?? [], snapshot.runnerAddresses);
  const names = letIn.map(nameOf).join(", ");
  if (own === undefined) {
    const detail = `This machine is in ${nameOf(network)}, of which ${service.name} lets in ${names}; whether it is in one of them can't be told from its addresses.`;
    const fix = "Look at the subnet of this machine's network interface.";
    return [finding("SFH312", { ...of, state: "unknown", detail, fix })];
  }
  if (letIn.some((subnet) => isSameId(subnet, own.id))) return [];
  return [
    finding("SFH312", {
      ...of,
      detail: `This machine is in ${nameOf(own.id)} of ${nameOf(network)}; ${service.name} lets in ${names}.`,
      fix: `Add the subnet to the network rules of ${service.name}, with a service endpoint on it, or give this machine a private way.`,
      mendLines: letInSubnet(service, own.id),
    }),
  ];
}

function subnetOf(subnets: readonly Subnet[], addresses: readonly string[]): Subnet | undefined {
  return subnets.find(({ ranges }) => addresses.some((address) => ranges.some((range) => isInRange(address, range))));
}

function checkAddresses({ snapshot }: Look, service: Service): readonly Finding[] {
  const allowed = service.publicAccess.ipRanges.flatMap((rule) => parseRange(rule) ?? []);
  const own = snapshot.runnerAddresses.flatMap((address) => {
    const range = parseRange(address);
    return range === undefined || isPrivateRange(range) ? [] : [{ address, range }];
  });
  const [first] = own;
  // It comes out by one of them: which one is the machine's own affair.
  if (first === undefined || own.some(({ range }) => isCovered(range, allowed))) return [];
  return [
    finding("SFH312", {
      resourceId: service.id,
      subject: "this machine",
      detail: `This machine's address ${own.map(({ address }) => address).join(", ")} is not among those that ${service.name} lets in.`,
      fix: `Add the address to the IP rules of ${service.name}, or run this where there is a private way.`,
      mendLines: letInRange(service, rulesFor(first.range)),
    }),
  ];
}
