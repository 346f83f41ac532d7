import { finding, type Finding } from "../checks/finding.ts";
import { findDoors, mayHaveUnreadEndpoint, namesOf, serviceOf } from "../paths/doors.ts";
import { isPrivateAddress } from "../paths/names.ts";
import type { Evidence, NameHere } from "../snapshot/evidence.ts";
import { heldNames } from "../snapshot/private-endpoint.ts";
import type { Look } from "./look.ts";

/**
 * SFH701 as unknown: names of a service with a private endpoint that could not be read, so nobody here can say what they
 * should resolve to. One that leads to a private address where the service itself answers is as far as can be seen right.
 */
export function unreadNamesHere({ snapshot, evidence }: Look): readonly Finding[] {
  const held = new Set(heldNames(snapshot.privateEndpoints));
  return findDoors(snapshot).flatMap((door) => {
    const service = serviceOf(snapshot, door);
    if (service === undefined || !mayHaveUnreadEndpoint(snapshot, service)) return [];
    const names = namesOf(snapshot, door).map((name) => name.toLowerCase());
    const open = evidence.names.filter(
      (one) => names.includes(one.name) && !held.has(one.name) && !leadsIn(one, evidence),
    );
    if (open.length === 0) return [];
    return [
      finding("SFH701", {
        resourceId: service.id,
        subject: door.subresource,
        state: "unknown",
        detail: `A private endpoint of ${service.name} could not be read, so what ${open.map(({ name }) => name).join(", ")} should resolve to here isn't known.`,
        fix: "Give the caller Reader on the private endpoint.",
      }),
    ];
  });
}

function leadsIn({ name, answer }: NameHere, { doors }: Evidence): boolean {
  if (answer.is !== "addresses" || !answer.addresses.every(isPrivateAddress)) return false;
  return doors.some((door) => door.name === name && door.by.is === "direct" && door.knock.is === "opened");
}
