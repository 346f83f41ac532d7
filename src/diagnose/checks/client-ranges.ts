import { finding, type Finding } from "../../checks/finding.ts";
import { hasApprovedEndpoint, isAllRead } from "../../checks/ways-in.ts";
import { findDoors } from "../../paths/doors.ts";
import { isCovered, isPrivateRange, overlaps, parseRange, type AddressRange } from "../../snapshot/address-range.ts";
import { isSameId } from "../../snapshot/resource-id.ts";
import type { Service } from "../../snapshot/service.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { describeLimit, letInRange, rulesFor } from "../let-in.ts";
import type { DiagnosisCheck } from "../look.ts";
import { checkThisMachine } from "./this-machine-let-in.ts";

/**
 * SFH312: the services with selected networks against the ranges that people come from, and against this machine. A
 * service that lets nobody in publicly is reached by a private endpoint or not at all, which SFH801 and SFH802 tell;
 * who is let in by a perimeter isn't known here (SFH309).
 */
export const checkClientRanges: DiagnosisCheck = (look) =>
  look.snapshot.services
    .filter(hasSelectedNetworks)
    .flatMap((service) => [
      ...[...new Set(look.evidence.clientRanges)].flatMap((range) => checkRange(look.snapshot, service, range)),
      ...checkThisMachine(look, service),
    ]);

/** Only of the hub's own: from a browser, people reach these. */
function hasSelectedNetworks({ role, publicAccess }: Service): boolean {
  return role !== "connected" && publicAccess.state === "enabled" && publicAccess.defaultAction === "deny";
}

function checkRange(snapshot: Snapshot, service: Service, text: string): readonly Finding[] {
  const range = parseRange(text);
  if (range === undefined) return [];
  if (isPrivateRange(range)) return checkPrivateRange(snapshot, service, text, range);
  const allowed = service.publicAccess.ipRanges.flatMap((rule) => parseRange(rule) ?? []);
  if (isCovered(range, allowed)) return [];
  const isPartly = allowed.some((rule) => overlaps(rule, range));
  const rules = rulesFor(range);
  return [
    finding("SFH312", {
      resourceId: service.id,
      subject: text,
      detail: `Client range ${text} is ${isPartly ? "let in only in part by" : "not among"} the addresses that ${service.name} lets in: ${listed(service)}.`,
      fix: `Add the range to the IP rules of ${service.name}, or give these clients a private way.${describeLimit(service, rules.length)}`,
      mendLines: letInRange(service, rules),
    }),
  ];
}

/** No IP rule takes a private range. Whoever has one comes in by a private endpoint, or over a service endpoint. */
function checkPrivateRange(
  snapshot: Snapshot,
  service: Service,
  text: string,
  range: AddressRange,
): readonly Finding[] {
  const doors = findDoors(snapshot).filter((door) => isSameId(door.service, service.id));
  if (doors.every((door) => hasApprovedEndpoint(snapshot, service, door.subresource))) return [];
  const subnets = subnetsLetIn(snapshot, service);
  if (isCovered(range, subnets.ranges)) return [];
  return [
    finding("SFH312", {
      resourceId: service.id,
      subject: text,
      state: isAllRead(snapshot, service) && subnets.areAllRead ? "open" : "unknown",
      detail: `Client range ${text} is private: no IP rule of ${service.name} can let it in, and not every door of it has a customer private endpoint.`,
      fix: `Give these clients a private way: a private endpoint to ${service.name} in a network they reach, or a rule for their subnet with a service endpoint.`,
    }),
  ];
}

function subnetsLetIn(
  { networks }: Snapshot,
  { publicAccess }: Service,
): { readonly ranges: readonly AddressRange[]; readonly areAllRead: boolean } {
  const known = networks.flatMap((network) => network.subnets);
  const rules = publicAccess.subnets.map((rule) => known.find(({ id }) => isSameId(rule, id))?.ranges ?? []);
  return {
    ranges: rules.flatMap((ranges) => ranges.flatMap((one) => parseRange(one) ?? [])),
    areAllRead: rules.every((ranges) => ranges.length > 0),
  };
}

function listed({ publicAccess }: Service): string {
  const { ipRanges } = publicAccess;
  const shown = ipRanges.slice(0, 5).join(", ");
  if (ipRanges.length === 0) return "none";
  return ipRanges.length <= 5 ? shown : `${shown} and ${ipRanges.length - 5} more`;
}
