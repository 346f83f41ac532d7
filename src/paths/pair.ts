import type { ResourceId } from "../snapshot/resource-id.ts";

/** Who wants to get in. `id` is a resource id, an IP range, or the kind's own name. */
export interface Origin {
  readonly kind:
    | "managed-network"
    | "network"
    | "subnet"
    | "trusted-services"
    | "ip-range"
    | "dependent"
    /** A service principal or managed identity that isn't this hub's; `id` is its object id. */
    | "identity"
    /** A private endpoint that is neither this hub's nor a customer's in sight; `id` is the endpoint's. */
    | "endpoint"
    | "runner"
    | "resource-instance"
    | "internet";
  readonly id: string;
}

/** One sub-resource of one service. */
export interface Door {
  readonly service: ResourceId;
  /** Lower case. */
  readonly subresource: string;
}

export const blockReasons = [
  "network-inactive",
  "no-rule",
  "rule-not-active",
  "connection-not-approved",
  "outbound-not-allowed",
  "shadowed-by-endpoint",
  "no-record",
  "resolves-elsewhere",
  "endpoint-not-approved",
  "endpoint-out-of-reach",
  "public-access-disabled",
  "not-in-allow-list",
  "trusted-services-shut",
] as const;

export const unknownReasons = [
  "custom-dns",
  "unread-zone",
  "unread-connections",
  "unread-endpoint",
  "unread-rules",
  "unread-network",
  "unread-workspaces",
  "unread-users",
  "where-from-not-known",
  "runner-not-known",
  "bypass-not-told",
  "look-alike-connection",
  "names-not-known",
  "first-endpoint-not-told",
  "perimeter",
] as const;

export type BlockReason = (typeof blockReasons)[number];
export type UnknownReason = (typeof unknownReasons)[number];

/** How a way stands: by what it goes, and why it doesn't where it doesn't. `text` is for people. */
export type Way = { readonly via: WayKind; readonly text: string } & (
  | { readonly is: "open" }
  | { readonly is: "blocked"; readonly reason: BlockReason }
  | { readonly is: "unknown"; readonly reason: UnknownReason }
);

export type WayKind =
  "private-endpoint" | "public" | "service-endpoint" | "trusted-services" | "resource-instance" | "names";

export type PairState = "open" | "blocked" | "unknown";

/** Every way between one origin and one door. Open when one way is; unknown when none is open but one may be. */
export interface Pair {
  readonly origin: Origin;
  readonly door: Door;
  readonly ways: readonly Way[];
  readonly state: PairState;
}

export function pairOf(origin: Origin, door: Door, ways: readonly Way[]): Pair {
  const state = ways.some((w) => w.is === "open")
    ? "open"
    : ways.some((w) => w.is === "unknown")
      ? "unknown"
      : "blocked";
  return { origin, door, ways, state };
}

/** The way that decides the pair's state: an open one, else one that may be, else the first that is shut. */
export function decisiveWay(pair: Pair): Way | undefined {
  return pair.ways.find((w) => w.is === pair.state) ?? pair.ways[0];
}

export function pairKey(pair: { readonly origin: Origin; readonly door: Door }): string {
  return [pair.origin.kind, pair.origin.id, pair.door.service, pair.door.subresource].join("|").toLowerCase();
}

export function open(via: WayKind, text: string): Way {
  return { is: "open", via, text };
}

export function blocked(via: WayKind, reason: BlockReason, text: string): Way {
  return { is: "blocked", via, reason, text };
}

export function notKnown(via: WayKind, reason: UnknownReason, text: string): Way {
  return { is: "unknown", via, reason, text };
}
