import { privateLinkType } from "../snapshot/private-link.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import { hasBypass, type Service, type ServiceRole } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { HubSpec } from "../spec/hub-spec.ts";
import type { FindingCode } from "./codes.ts";
import { finding, type Check, type Finding } from "./finding.ts";
import { isToBeClosed } from "./wanted-rules.ts";

const publicCode: Readonly<Record<ServiceRole, FindingCode>> = {
  storage: "SFH301",
  keyVault: "SFH302",
  containerRegistry: "SFH303",
  hub: "SFH304",
  connected: "SFH308",
};

/** SFH301 to SFH310: the public doors. */
export const checkPublicAccess: Check = (snapshot, spec) => [
  ...snapshot.services.flatMap((s) => [...checkService(s, spec), ...checkRegistry(snapshot, s, spec)]),
  ...unreadServices(snapshot),
];

function checkService(service: Service, spec: HubSpec): readonly Finding[] {
  const { publicAccess } = service;
  const of = { resourceId: service.id };
  switch (publicAccess.state) {
    case "perimeter":
      return [finding("SFH309", { ...of, detail: `${service.name} has publicNetworkAccess SecuredByPerimeter.` })];
    case "disabled":
      return isShutOut(service, spec)
        ? [
            finding("SFH305", {
              ...of,
              detail: `${service.name} is private with a bypass that leaves trusted services out.`,
            }),
          ]
        : [];
    case "enabled":
      return isWatched(service, spec)
        ? [finding(publicCode[service.role], { ...of, detail: `${service.name}: ${describePublic(service)}.` })]
        : [];
  }
}

/** A hub left as found is not judged; a connected service always is. */
function isWatched(service: Service, spec: HubSpec): boolean {
  if (service.role === "connected") return privateLinkType(service.type)?.hasPublicEndpoint === true;
  return isToBeClosed(service.role, spec);
}

function isShutOut(service: Service, spec: HubSpec): boolean {
  return hasBypass(service.role) && !service.publicAccess.letsTrustedServicesIn && spec.trustedServices !== "AsFound";
}

function describePublic(service: Service): string {
  const { defaultAction, ipRanges, subnets } = service.publicAccess;
  if (defaultAction === "allow") return "publicNetworkAccess Enabled, default action Allow";
  const letIn = [...ipRanges, ...subnets];
  return `publicNetworkAccess Enabled, default action Deny, lets in ${letIn.length === 0 ? "nobody by rule" : letIn.join(", ")}`;
}

function checkRegistry(snapshot: Snapshot, service: Service, spec: HubSpec): readonly Finding[] {
  if (service.role !== "containerRegistry" || !isToBeClosed("containerRegistry", spec)) return [];
  const found = [];
  if (service.sku !== "premium") {
    const detail = `${service.name} is ${service.sku ?? "of unknown SKU"}; private endpoints and closing need Premium.`;
    found.push(finding("SFH306", { resourceId: service.id, detail }));
  }
  const builder = findImageBuilder(snapshot);
  if (builder.is !== "usable") {
    found.push(
      finding("SFH307", {
        resourceId: snapshot.hub.id,
        detail: builder.why,
        ...(builder.is === "unknown" ? { state: "unknown" } : {}),
      }),
    );
  }
  return found;
}

/** Whether images can still be built once the registry is private. */
export function findImageBuilder(
  snapshot: Snapshot,
): { readonly is: "usable" } | { readonly is: "missing" | "unknown"; readonly why: string } {
  const name = snapshot.hub.imageBuildCompute;
  if (name === undefined || name === "")
    return { is: "missing", why: `${snapshot.hub.name} has no imageBuildCompute.` };
  if (snapshot.computes.is !== "known") return { is: "unknown", why: `Whether compute ${name} exists can't be read.` };
  return snapshot.computes.value.includes(name.toLowerCase())
    ? { is: "usable" }
    : { is: "missing", why: `imageBuildCompute names ${name}, which is no compute of ${snapshot.hub.name}.` };
}

/** The hub's own services that could not be read: unknown, so never private. */
function unreadServices(snapshot: Snapshot): readonly Finding[] {
  const own = [snapshot.hub.storageAccount, snapshot.hub.keyVault, snapshot.hub.containerRegistry];
  return own
    .filter((id) => id !== undefined)
    .filter((id) => !snapshot.services.some((s) => isSameId(s.id, id)))
    .map((id) => {
      const why = snapshot.unread.find((u) => isSameId(u.id, id))?.why ?? "it could not be read";
      return finding("SFH310", { resourceId: id, detail: why, state: "unknown" });
    });
}
