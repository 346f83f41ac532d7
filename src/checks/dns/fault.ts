import { mayHaveUnreadEndpoint } from "../../paths/doors.ts";
import { rightAddresses } from "../../paths/near-endpoints.ts";
import type { LinkedZone } from "../../paths/private-zones.ts";
import { isSameId, nameOf } from "../../snapshot/resource-id.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { findEndpointZones, type EndpointName, type EndpointZone } from "./endpoint-zone.ts";

/**
 * Why a name of a private endpoint doesn't lead to it, the cause alone: what keeps records comes before what links them,
 * and that before the records.
 */
type Cause =
  | { readonly is: "no zone group" | "not in the zone group" | "zone gone" | "not linked" }
  | { readonly is: "other zone" | "no record"; readonly linked: LinkedZone }
  | {
      readonly is: "wrong record" | "stale record";
      readonly linked: LinkedZone;
      /** The addresses in the record set that aren't the endpoint's. */
      readonly strange: readonly string[];
      /** False where an endpoint that can't be read may hold them. */
      readonly isSure: boolean;
    };

/** The names of an endpoint, in one zone, that a cause keeps from leading to it. */
export type DnsFault = EndpointZone & Cause;

/**
 * One fault an endpoint, a zone and a cause; records are told name by name. Where every name leads to the endpoint
 * nobody is kept out, so that nothing keeps the records is no fault then: somebody may keep them by hand.
 */
export function findDnsFaults(snapshot: Snapshot): readonly DnsFault[] {
  return findEndpointZones(snapshot).flatMap((place): readonly DnsFault[] => {
    const judged = place.names.map((name) => ({ name, cause: judgeName(snapshot, place, name) }));
    const lost = judged.filter(({ cause }) => isSurelyLost(cause)).map(({ name }) => name);
    const whole = lost.length === 0 ? undefined : faultOfZone(snapshot, place);
    if (whole !== undefined) return [{ ...place, names: lost, is: whole }];
    const unlinked = judged.flatMap(({ name, cause }) => (cause?.is === "not linked" ? [name] : []));
    return [
      ...(unlinked.length === 0 ? [] : [{ ...place, names: unlinked, is: "not linked" } as const]),
      ...otherZone(place, judged),
      ...judged.flatMap(({ name, cause }): readonly DnsFault[] =>
        cause === undefined || cause.is === "not linked" || cause.is === "other zone"
          ? []
          : [{ ...place, names: [name], ...cause }],
      ),
    ];
  });
}

/** Whether that keeps the name from its endpoint beyond doubt. */
export function isSurelyLost(cause: Cause | undefined): boolean {
  return cause !== undefined && (!("isSure" in cause) || cause.isSure);
}

function faultOfZone(
  snapshot: Snapshot,
  { endpoint, entry }: EndpointZone,
): "no zone group" | "not in the zone group" | "zone gone" | undefined {
  if (endpoint.zoneGroup === undefined || endpoint.zoneGroup.entries.length === 0) return "no zone group";
  if (entry === undefined) return "not in the zone group";
  const isThere = snapshot.zones.some((zone) => isSameId(zone.id, entry.zone));
  const isHidden = snapshot.hiddenZones.some(({ where }) => isSameId(where, entry.zone));
  return isThere || isHidden ? undefined : "zone gone";
}

interface Judged {
  readonly name: EndpointName;
  readonly cause: Cause | undefined;
}

function otherZone(place: EndpointZone, judged: readonly Judged[]): readonly DnsFault[] {
  const there = judged.flatMap(({ name, cause }) => (cause?.is === "other zone" ? [{ name, cause }] : []));
  const [first] = there;
  return first === undefined ? [] : [{ ...place, names: there.map(({ name }) => name), ...first.cause }];
}

/** Undefined for a name that leads to the endpoint, or whose answer can't be told. */
export function judgeName(snapshot: Snapshot, place: EndpointZone, name: EndpointName): Cause | undefined {
  const { answer } = name;
  if (answer.is === "unread") return undefined;
  if (answer.is === "none") return mayBeLinkedUnseen(snapshot) ? undefined : { is: "not linked" };
  if (answer.addresses.is !== "known") return undefined;
  const right = rightAddresses(snapshot, place.network, place.endpoint, name.name);
  const strange = answer.addresses.value.filter((address) => !right.includes(address));
  const isEmpty = answer.addresses.value.length === 0;
  if (!isEmpty && strange.length === 0) return undefined;
  if (isAnotherOfTheName(place, answer)) return { is: "other zone", linked: answer };
  if (isEmpty) return { is: "no record", linked: answer };
  const isMixed = strange.length < answer.addresses.value.length;
  const service = snapshot.services.find((s) => isSameId(s.id, place.endpoint.target));
  const isSure = service === undefined || !mayHaveUnreadEndpoint(snapshot, service);
  return { is: isMixed ? "stale record" : "wrong record", linked: answer, strange, isSure };
}

/** A zone in a subscription whose zones could not be listed may be linked here. */
function mayBeLinkedUnseen({ hiddenZones }: Snapshot): boolean {
  return hiddenZones.some((zone) => zone.name === undefined);
}

function isAnotherOfTheName({ entry }: EndpointZone, { zone }: LinkedZone): boolean {
  return entry !== undefined && nameOf(entry.zone).toLowerCase() === zone.name && !isSameId(entry.zone, zone.id);
}
