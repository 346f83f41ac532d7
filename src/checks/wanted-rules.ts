import { destinationKey, type Destination } from "../snapshot/outbound-rule.ts";
import { valueOr } from "../snapshot/read.ts";
import { nameOf } from "../snapshot/resource-id.ts";
import type { Service, ServiceRole } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { HubSpec } from "../spec/hub-spec.ts";

/** A destination that needs a private-endpoint rule, and for whose sake. */
export interface WantedRule extends Destination {
  readonly origin: "own" | "connected" | "config";
  /** "connection search-contoso", "the hub's storage account". */
  readonly wantedBy: string;
  readonly name: string | undefined;
  readonly fqdns: readonly string[];
}

/** Every destination the hub's managed network needs a rule to, each once, whatever rules there are. */
export function findWantedRules(snapshot: Snapshot, spec: HubSpec): readonly WantedRule[] {
  if (snapshot.hub.managedNetwork.isolationMode === "Disabled") return [];
  const all = [...fromConfig(spec), ...fromOwnServices(snapshot, spec), ...fromConnections(snapshot)];
  const byDestination = new Map<string, WantedRule>();
  for (const wanted of all) {
    const key = destinationKey(wanted);
    const earlier = byDestination.get(key);
    byDestination.set(
      key,
      earlier === undefined ? wanted : { ...earlier, wantedBy: joinOnce(earlier.wantedBy, wanted.wantedBy) },
    );
  }
  return [...byDestination.values()];
}

/** A connection shared by the hub is listed by each of its projects too: named once. */
function joinOnce(words: string, more: string): string {
  return words.split(", ").includes(more) ? words : `${words}, ${more}`;
}

function fromConfig(spec: HubSpec): readonly WantedRule[] {
  return spec.outboundPrivateEndpoints.map((e) => ({
    target: e.target,
    subresource: e.subresource,
    origin: "config",
    wantedBy: "the config",
    name: e.name,
    fqdns: e.fqdns,
  }));
}

function fromConnections(snapshot: Snapshot): readonly WantedRule[] {
  return valueOr(snapshot.hubConnections, []).flatMap((c) =>
    c.leadsTo.is !== "destinations"
      ? []
      : c.leadsTo.destinations.map((d): WantedRule => ({
          ...d,
          origin: "connected",
          wantedBy: `connection ${c.name}`,
          name: undefined,
          fqdns: [],
        })),
  );
}

/** What compute needs of the hub's own services; the registry only where it can take an endpoint at all. */
const ownSubresources: Readonly<Record<ServiceRole, readonly string[]>> = {
  storage: ["blob", "file"],
  keyVault: ["vault"],
  containerRegistry: ["registry"],
  hub: ["amlworkspace"],
  connected: [],
};

function fromOwnServices(snapshot: Snapshot, spec: HubSpec): readonly WantedRule[] {
  return snapshot.services
    .filter((s) => s.role !== "connected" && isOrBecomesPrivate(s, spec) && !isTooSmall(s))
    .flatMap((s) =>
      ownSubresources[s.role].map((subresource): WantedRule => ({
        target: s.id,
        subresource,
        origin: "own",
        wantedBy: s.role === "hub" ? "the hub itself" : `the hub's ${s.name}`,
        name: undefined,
        fqdns: [],
      })),
    );
}

export function isOrBecomesPrivate(service: Service, spec: HubSpec): boolean {
  return service.publicAccess.state !== "enabled" || isToBeClosed(service.role, spec);
}

export function isToBeClosed(role: ServiceRole, spec: HubSpec): boolean {
  return role !== "connected" && spec.publicAccess[role] === "Disabled";
}

/** Only a Premium registry takes a private endpoint. */
export function isTooSmall(service: Service): boolean {
  return service.role === "containerRegistry" && service.sku !== "premium";
}

/** A rule name of ours: within Azure's 3 to 33 characters, readable, and the same on every run. */
export function ruleNameFor(wanted: WantedRule): string {
  if (wanted.name !== undefined) return wanted.name;
  const clean = (text: string): string => text.replace(/[^a-zA-Z0-9_-]/g, "-").replace(/^[^a-zA-Z0-9]+/, "");
  const tail = `-${clean(wanted.subresource)}`.slice(0, 14);
  const mark = shortMark(destinationKey(wanted));
  return `${clean(nameOf(wanted.target)).slice(0, 33 - tail.length - mark.length - 1)}${tail}-${mark}`;
}

/** Four letters of a hash: two targets of one name in different groups get different rules. */
function shortMark(text: string): string {
  let hash = 2166136261;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619) >>> 0;
  return hash.toString(36).padStart(4, "0").slice(-4);
}
