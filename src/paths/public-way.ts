import { isSameId } from "../snapshot/resource-id.ts";
import type { Service } from "../snapshot/service.ts";
import { blocked, notKnown, open, type Origin, type Way } from "./pair.ts";

/** The way through a service's public endpoint, for an origin whose names resolve to it. */
export function publicWay(service: Service, origin: Origin): Way {
  const access = service.publicAccess;
  if (access.state === "perimeter") {
    return notKnown("public", "perimeter", `${service.name} is managed by a network security perimeter`);
  }
  if (access.state === "disabled") {
    return blocked("public", "public-access-disabled", `public access on ${service.name} is disabled`);
  }
  if (access.defaultAction === "allow") return open("public", `the public endpoint of ${service.name}`);
  if (origin.kind === "subnet" && access.subnets.some((s) => isSameId(s, origin.id))) {
    return open("service-endpoint", `a virtual network rule on ${service.name}`);
  }
  if (origin.kind === "ip-range" && access.ipRanges.includes(origin.id)) {
    return open("public", `an IP rule on ${service.name}`);
  }
  return blocked("public", "not-in-allow-list", `${service.name} lets chosen addresses in, not these`);
}

/** Trusted Microsoft services come in by the bypass, which public access Disabled leaves in effect. */
export function trustedServicesWays(service: Service): readonly Way[] {
  if (service.publicAccess.state === "perimeter") return [publicWay(service, trustedServices)];
  const bypass = service.publicAccess.letsTrustedServicesIn
    ? open("trusted-services", `the bypass for trusted Microsoft services on ${service.name}`)
    : blocked("trusted-services", "trusted-services-shut", `the bypass on ${service.name} leaves trusted services out`);
  return [bypass, publicWay(service, trustedServices)];
}

export const trustedServices: Origin = { kind: "trusted-services", id: "trusted-services" };

/**
 * Another AI service's ways. Storage lets it in as a trusted service, or by a resource instance rule that names it; whether
 * a key vault's bypass does is documented both ways.
 */
export function aiServiceWays(service: Service, origin: Origin): readonly Way[] {
  const { publicAccess } = service;
  if (publicAccess.state === "perimeter") return [publicWay(service, origin)];
  const isNamed = publicAccess.resourceInstances.some((id) => isSameId(id, origin.id));
  if (isNamed) return [open("resource-instance", `a resource instance rule on ${service.name}`)];
  const byPublic = publicWay(service, origin);
  if (byPublic.is === "open" || !publicAccess.letsTrustedServicesIn) return [byPublic];
  const via = "trusted-services";
  return service.role === "storage"
    ? [open(via, `the bypass for trusted Microsoft services on ${service.name}`)]
    : [notKnown(via, "bypass-not-told", `whether the bypass on ${service.name} lets AI services in is not confirmed`)];
}
