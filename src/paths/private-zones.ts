import type { HiddenZone, PrivateDnsZone, VirtualNetwork, ZoneLink } from "../snapshot/network.ts";
import { holdsName } from "../snapshot/private-dns.ts";
import { mapRead, type Read } from "../snapshot/read.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { addressesAt } from "./zone-record.ts";

/** What the private zones linked to a network say of a name, as Azure's own resolver asks them. */
export type ZoneAnswer =
  /** No linked zone holds it. */
  | { readonly is: "none" }
  /** A zone that would answer may be linked or not. */
  | { readonly is: "unread"; readonly text: string }
  | LinkedZone;

/** The zone that answers, alone: no other is asked, even where it has nothing. */
export interface LinkedZone {
  readonly is: "linked";
  readonly zone: PrivateDnsZone;
  readonly link: ZoneLink;
  /** Relative to the zone, "@" for its own name. */
  readonly record: string;
  /** Empty where there is no record. */
  readonly addresses: Read<readonly string[]>;
}

/** Asks with one name in lower case: a public one, or the one in a privatelink zone that it is an alias of. */
export function askPrivateZones(snapshot: Snapshot, network: VirtualNetwork, name: string): ZoneAnswer {
  const candidates = [...snapshot.zones, ...snapshot.hiddenZones.filter(isNamed)].filter((zone) =>
    holdsName(zone.name, name),
  );
  const answers = candidates
    .flatMap((zone) => asLinked(zone, network, name))
    // The most specific zone answers; a network can be linked to only one of a name, so one that is there excludes others.
    .toSorted((a, b) => b.length - a.length || Number(b.answer.is === "linked") - Number(a.answer.is === "linked"));
  return answers[0]?.answer ?? { is: "none" };
}

type Named = HiddenZone & { readonly name: string };

function isNamed(zone: HiddenZone): zone is Named {
  return zone.name !== undefined;
}

function asLinked(
  zone: PrivateDnsZone | Named,
  network: VirtualNetwork,
  name: string,
): readonly { readonly length: number; readonly answer: ZoneAnswer }[] {
  const { length } = zone.name;
  if ("where" in zone) {
    return [{ length, answer: { is: "unread", text: `the private zones in ${zone.where} could not be read` } }];
  }
  if (zone.links.is !== "known") {
    return [{ length, answer: { is: "unread", text: `the links of private zone ${zone.name} could not be read` } }];
  }
  const link = linkTo(zone, network);
  if (link === undefined) return [];
  const record = name.slice(0, -length - 1) || "@";
  const addresses = mapRead(zone.records, (records) => addressesAt(records, record));
  return [{ length, answer: { is: "linked", zone, link, record, addresses } }];
}

/** The zone's link to the network, where it is known to have one. */
export function linkTo(zone: PrivateDnsZone, network: VirtualNetwork): ZoneLink | undefined {
  return zone.links.is === "known" ? zone.links.value.find((l) => isSameId(l.network, network.id)) : undefined;
}
