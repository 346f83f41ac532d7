import { linkTo } from "../../paths/private-zones.ts";
import { forwardedZones } from "../../snapshot/forwarded-zones.ts";
import { readServer } from "../../snapshot/name-server.ts";
import { azureDns, type PrivateDnsZone, type VirtualNetwork } from "../../snapshot/network.ts";
import { zoneEntryOf } from "../../snapshot/private-dns.ts";
import { isSameId } from "../../snapshot/resource-id.ts";
import { isInRange } from "../../snapshot/runner.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { finding, type Finding, type MendLines } from "../finding.ts";
import { azLinkLine } from "../lines/az-dns.ts";
import type { ExpectedName } from "./expected-names.ts";
import { newLinkName } from "./link-name.ts";
import type { Wrong } from "./judge-answer.ts";

/** Who answered wrongly, and where that is known from. */
export interface WrongAnswer {
  /** As people know it: "DNS server 10.0.0.4". */
  readonly who: string;
  readonly server: string;
  readonly wrong: Wrong;
  /** Where it was noted; undefined for what was asked from here. */
  readonly at: string | undefined;
  readonly state?: "open" | "unknown";
}

/** SFH605 about one name at one server, with the fix for the way in which it is wrong. */
export function wrongAnswer(snapshot: Snapshot, expected: ExpectedName, said: WrongAnswer): Finding {
  const { endpoint, name, address } = expected;
  const place = said.at === undefined ? "" : ` (${said.at})`;
  const subject = { resourceId: endpoint.id, subject: `${name} at ${said.server}` };
  const detail = `${said.who} ${describe(snapshot, said.wrong, name)}${place}; private endpoint ${endpoint.name} is at ${address}.`;
  const state = said.state === undefined ? {} : { state: said.state };
  return finding("SFH605", { ...subject, detail, ...state, ...mendOf(snapshot, expected, said) });
}

function describe({ privateEndpoints }: Snapshot, wrong: Wrong, name: string): string {
  if (wrong.is === "nxdomain") return `says that ${name} doesn't exist (NXDOMAIN)`;
  const addresses = wrong.addresses.join(", ");
  if (wrong.is === "public") return `answers ${`the public address ${addresses}`.trim()} for ${name}`;
  if (wrong.isBesideRight) return `answers ${addresses} beside the right address for ${name}`;
  const holder = privateEndpoints.find((e) => e.addresses.some((held) => wrong.addresses.includes(held.address)));
  const whose = holder === undefined ? "another address" : `the address of ${holder.name}`;
  return `answers ${addresses}, ${whose}, for ${name}`;
}

type Mend = Pick<Finding, "fix" | "mendLines">;

function mendOf(snapshot: Snapshot, expected: ExpectedName, { server, wrong }: WrongAnswer): Mend {
  const zoneName = zoneEntryOf(snapshot.cloud.kind, expected.name)?.zone ?? "the private zone";
  const own = server === azureDns ? expected.network : networkOf(snapshot, server);
  const unlinked = own === undefined ? undefined : unlinkedZone(snapshot, zoneName, own);
  const isLinked = own !== undefined && isLinkedTo(snapshot, zoneName, own);
  const where = own === undefined ? "the network that the server itself is in" : own.name;
  const mendLines = unlinked === undefined || own === undefined ? [] : [linkLine(snapshot, unlinked, own)];
  if (server === azureDns && wrong.is !== "another") {
    const how = isLinked ? `add the record to ${zoneName}` : `link ${zoneName} with the record`;
    return { fix: `Azure DNS answers by the zones linked to ${where}: ${how}.`, mendLines };
  }
  const forwarding = `Have ${server === "" ? "the server" : server} forward ${forwardedZones(snapshot.cloud.kind, expected.name).join(", ")} to ${azureDns}`;
  switch (wrong.is) {
    case "public": {
      const fix = `${forwarding}, which only a server inside a virtual network reaches (one elsewhere forwards to one inside)${isLinked ? "" : `, and link ${zoneName} to ${where}`}.`;
      return { fix, mendLines };
    }
    case "nxdomain": {
      const fix = `${isLinked ? "" : `Link ${zoneName} to ${where}. `}Where the server has a conditional forwarder for ${zoneName}, take it out. ${forwarding} instead; or add the record to the server's own zone.`;
      return { fix, mendLines };
    }
    case "another":
      return { fix: correction(snapshot, expected, server, wrong.addresses), mendLines: [] };
  }
}

/** Where the stale record is: in a private zone in sight, or else on the server. */
function correction(
  snapshot: Snapshot,
  { name, address }: ExpectedName,
  server: string,
  stale: readonly string[],
): string {
  const entry = zoneEntryOf(snapshot.cloud.kind, name);
  const holding = snapshot.zones.find(
    (zone) =>
      zone.name === entry?.zone &&
      zone.records.is === "known" &&
      zone.records.value.get(entry.record)?.some((held) => stale.includes(held)) === true,
  );
  const where =
    holding === undefined ? `on ${server === "" ? "the server" : server}` : `in private zone ${holding.name}`;
  return `The record of ${name} ${where} is stale: make it ${address} and take ${stale.join(", ")} out, then clear the server's cache.`;
}

/** The network in sight that holds the server, where just one does. */
function networkOf({ networks }: Snapshot, server: string): VirtualNetwork | undefined {
  const address = readServer(server)?.address ?? "";
  const holding = networks.filter(({ addressSpace }) => addressSpace.some((range) => isInRange(address, range)));
  return holding.length === 1 ? holding[0] : undefined;
}

/** The zone of that name, where it is certain that it isn't linked to the network. */
function unlinkedZone({ zones }: Snapshot, name: string, network: VirtualNetwork): PrivateDnsZone | undefined {
  const named = zones.filter((zone) => zone.name === name);
  const isLinked = ({ links }: PrivateDnsZone): boolean =>
    links.is !== "known" || links.value.some((link) => isSameId(link.network, network.id));
  return named.some(isLinked) ? undefined : named[0];
}

/** Whether a zone of that name is known to be linked to the network. */
function isLinkedTo({ zones }: Snapshot, name: string, network: VirtualNetwork): boolean {
  return zones.some((zone) => zone.name === name && linkTo(zone, network) !== undefined);
}

function linkLine(snapshot: Snapshot, zone: PrivateDnsZone, network: VirtualNetwork): MendLines {
  return { tool: "az", lines: [azLinkLine(zone.id, network.id, newLinkName(snapshot, zone.id, network.id))] };
}
