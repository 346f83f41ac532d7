import { decisiveWay, type BlockReason, type Pair, type UnknownReason } from "../../paths/pair.ts";
import type { Link } from "./link.ts";

/** Where a way breaks, by what shuts it. */
export const placesOfBlocks: Readonly<Record<BlockReason, Link>> = {
  "network-inactive": "managed-network",
  "no-rule": "outbound-rules",
  "rule-not-active": "rules-active",
  "connection-not-approved": "connections-approved",
  "outbound-not-allowed": "outbound-rules",
  "shadowed-by-endpoint": "connections-approved",
  "no-record": "names",
  "resolves-elsewhere": "names",
  "endpoint-not-approved": "customer-endpoints",
  "endpoint-out-of-reach": "customer-endpoints",
  // Names lead to the public endpoint, which is shut: there is no private one in the way.
  "public-access-disabled": "customer-endpoints",
  "not-in-allow-list": "customer-endpoints",
  "trusted-services-shut": "public-doors",
};

/** Where it can't be told whether a way is open, by what isn't known. */
export const placesOfDoubts: Readonly<Record<UnknownReason, Link>> = {
  "custom-dns": "names",
  "unread-zone": "names",
  "unread-connections": "connections-approved",
  "unread-endpoint": "customer-endpoints",
  "unread-rules": "outbound-rules",
  "unread-network": "in-sight",
  "unread-workspaces": "in-sight",
  "unread-users": "in-sight",
  "where-from-not-known": "public-doors",
  "runner-not-known": "public-doors",
  "bypass-not-told": "public-doors",
  "look-alike-connection": "connections-approved",
  "names-not-known": "names",
  "first-endpoint-not-told": "names",
  perimeter: "public-doors",
};

/** The link at which a pair that isn't open breaks, or stays unknown. Undefined for one that is open. */
export function placeOfPair(pair: Pair): Link | undefined {
  const way = decisiveWay(pair);
  if (pair.state === "open" || way === undefined || way.is === "open") return undefined;
  const isByChain = pair.origin.kind === "managed-network" || pair.origin.kind === "network";
  // Everybody else comes in by a public door that lets them in, or doesn't.
  if (!isByChain) return "public-doors";
  return way.is === "blocked" ? placesOfBlocks[way.reason] : placesOfDoubts[way.reason];
}
