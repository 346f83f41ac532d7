/**
 * Holds a run against the twin's own reach table: after every change of the world, whoever's doing, each pair that was
 * open and had to stay so is still open. Shares nothing with the engine's paths and guard.
 */
import type { Change } from "../../src/twin/twin.ts";
import type { ArmDocument, EstateDocument } from "../../src/twin/estate.ts";
import { findLostReach } from "../../src/twin/reach/lost-reach.ts";
import { computeReach, type Reach } from "../../src/twin/reach/reach.ts";
import { valueAt } from "./expectation.ts";

export interface Judge {
  readonly onChange: (change: Change) => void;
  /** What was lost that had to stay, as sentences. */
  readonly lost: readonly string[];
}

/** `estateNow` gives the twin's documents; called after each change, unless the reach of a world comes from elsewhere. */
export function judgeReach(
  estate: EstateDocument,
  estateNow: () => EstateDocument,
  reachNow: () => readonly Reach[] = () => computeReach(estateNow()),
): Judge {
  const lost: string[] = [];
  const workers = networksWithEndpoint(estate);
  let before = computeReach(estate);
  let burst: Change[] = [];
  const evaluate = (): void => {
    const after = reachNow();
    for (const pair of findLostReach(before, after)) {
      if (mustStay(pair, burst, workers)) lost.push(describe(pair, burst));
    }
    before = after;
    burst = [];
  };
  return {
    lost,
    // What the platform changes in one go (a rule Active and its connection Approved) is one change of the world.
    onChange: (change) => {
      // Who may read what opens and shuts no way.
      if (/\/providers\/Microsoft\.Authorization\//i.test(change.id)) return;
      if (burst.push(change) === 1) queueMicrotask(evaluate);
    },
  };
}

/**
 * The public internet may be shut out, and so may a network that has nothing of this hub's when a door closes; but no
 * network at all may lose its way to an endpoint that was opened for somebody else.
 */
function mustStay({ origin, door }: Reach, burst: readonly Change[], workers: ReadonlySet<string>): boolean {
  const isClosing = burst.some((c) => c.method === "PATCH" && c.id.toLowerCase() === door.resource.toLowerCase());
  if (origin.kind === "internet") return false;
  if (origin.kind === "vnet" && isClosing) return workers.has(origin.id.toLowerCase());
  return true;
}

/** Virtual networks with an Approved endpoint to one of the services the reach table knows. */
function networksWithEndpoint(estate: EstateDocument): ReadonlySet<string> {
  const doors = new Set(computeReach(estate).map((r) => r.door.resource.toLowerCase()));
  const approved = new Set(
    estate.resources
      .filter((d) => /\/privateEndpointConnections\//i.test(d.id))
      .filter(
        (d) => String(valueAt(d, "properties.privateLinkServiceConnectionState.status")).toLowerCase() === "approved",
      )
      .map((d) => String(valueAt(d, "properties.privateEndpoint.id")).toLowerCase()),
  );
  const isOurs = (endpoint: ArmDocument): boolean =>
    approved.has(endpoint.id.toLowerCase()) && targetsOf(endpoint).some((t) => doors.has(t.toLowerCase()));
  return new Set(
    estate.resources
      .filter((d) => /\/privateEndpoints\/[^/]+$/i.test(d.id) && isOurs(d))
      .map((d) => String(valueAt(d, "properties.subnet.id")).toLowerCase().split("/subnets/")[0] ?? ""),
  );
}

function targetsOf(endpoint: ArmDocument): readonly string[] {
  return ["privateLinkServiceConnections", "manualPrivateLinkServiceConnections"].flatMap((list) => {
    const connections = valueAt(endpoint, `properties.${list}`);
    return Array.isArray(connections)
      ? connections.map((c) => String(valueAt(c, "properties.privateLinkServiceId")))
      : [];
  });
}

function describe({ origin, door, via }: Reach, burst: readonly Change[]): string {
  const name = door.resource.split("/").at(-1) ?? "";
  const cause = burst.map((c) => `${c.method ?? c.cause} ${c.what} ${c.id.split("/").at(-1) ?? ""}`).join(", ");
  return `${origin.kind} ${origin.id.split("/").at(-1) ?? ""} lost ${name} ${door.subresource} (was open by ${via}) with ${cause}`;
}
