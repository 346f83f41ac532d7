import { hasUnreadEndpoints } from "../paths/doors.ts";
import type { Door, Origin, Pair } from "../paths/pair.ts";
import { nameOf, idKey, isSameId } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { AcceptedLoss, HubSpec } from "../spec/hub-spec.ts";

/** Whether a pair must keep working, and by whose word it needn't. */
export type Requirement =
  | { readonly is: "required" }
  | { readonly is: "not required"; readonly reason: string }
  | { readonly is: "accepted"; readonly reason: string };

const required: Requirement = { is: "required" };

/**
 * What must keep working when `door`'s public path closes. The public internet never; managed-network compute always;
 * everybody else for every door they reach today, where unknown counts as reached.
 */
export function requirementOf(snapshot: Snapshot, spec: HubSpec, pair: Pair): Requirement {
  const [accepted] = acceptancesOf(spec, pair);
  if (accepted !== undefined) return { is: "accepted", reason: accepted.reason };
  switch (pair.origin.kind) {
    case "internet":
      return { is: "not required", reason: "closing is meant to shut it out" };
    case "managed-network":
      return required;
    case "trusted-services":
      return spec.trustedServices === "AsFound"
        ? { is: "not required", reason: "trustedServices: AsFound" }
        : reached(pair);
    case "network":
      return holdsEndpoint(snapshot, pair.origin.id)
        ? reached(pair)
        : { is: "not required", reason: "holds no endpoint to this hub" };
    case "runner":
      return {
        is: "not required",
        reason: "the run itself needs none of these doors: it talks to Azure Resource Manager",
      };
    case "subnet":
    case "ip-range":
    case "dependent":
    case "identity":
    case "endpoint":
    case "resource-instance":
      return reached(pair);
  }
}

function reached(pair: Pair): Requirement {
  return pair.state === "blocked" ? { is: "not required", reason: "does not reach it today" } : required;
}

/** A network with an approved endpoint to the hub or one of its services (unread counts): the people who work with it sit there. */
function holdsEndpoint(snapshot: Snapshot, networkId: string): boolean {
  if (hasUnreadEndpoints(snapshot)) return true;
  return snapshot.privateEndpoints.some(
    (e) =>
      isSameId(e.network, networkId) &&
      snapshot.services.some(
        (s) =>
          isSameId(s.id, e.target) &&
          s.connections.is === "known" &&
          s.connections.value.some((c) => isSameId(c.endpointId, e.id) && c.status === "Approved"),
      ),
  );
}

/** One loss by its names. */
export interface NamedLoss {
  readonly code: string;
  readonly origin: Origin;
  readonly door: Door;
}

/** The entry of the spec that accepts this very loss; the origin by its id or its name. */
export function findAcceptance(spec: HubSpec, loss: NamedLoss): AcceptedLoss | undefined {
  return acceptancesOf(spec, loss).find((a) => a.code === loss.code);
}

/** The hub's own compute is never given up, and trusted services only by the config's trustedServices. */
export function isAcceptable(origin: Origin): boolean {
  return origin.kind !== "managed-network" && origin.kind !== "trusted-services";
}

/** What the spec accepts between an origin and a door, by whatever code. */
function acceptancesOf(spec: HubSpec, { origin, door }: Pick<NamedLoss, "origin" | "door">): readonly AcceptedLoss[] {
  if (!isAcceptable(origin)) return [];
  const names = [origin.id, nameOf(origin.id)].map((n) => idKey(n));
  return spec.accept.filter((a) => isSameId(a.resource, door.service) && names.includes(idKey(a.origin)));
}
