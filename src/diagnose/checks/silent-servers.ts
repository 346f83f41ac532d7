import { unansweredOf, type CustomServer } from "../../checks/dns/expected-names.ts";
import { finding, type Finding } from "../../checks/finding.ts";
import { azLine } from "../../checks/lines/shell.ts";
import { forwardedZones } from "../../snapshot/forwarded-zones.ts";
import { azureDns } from "../../snapshot/network.ts";
import type { Look } from "../look.ts";
import { isSeenFromHere } from "../seen-networks.ts";

/**
 * SFH611 for a server that could be asked and gave no answer: somebody noted it, or it answered other names here, or
 * this machine sees its network. Otherwise nothing: SFH606 says that it isn't known.
 */
export function silentServer(look: Look, custom: CustomServer): readonly Finding[] {
  const [network] = custom.networks;
  const unanswered = unansweredOf(look.snapshot, custom);
  if (network === undefined || unanswered.length === 0) return [];
  const said = look.snapshot.nameAnswers.filter(({ server }) => server === custom.server);
  const noted = said.filter(
    ({ name, answer, at }) => answer.is === "silent" && at !== undefined && unanswered.includes(name),
  );
  const answersHere = said.some(({ answer, at }) => answer.is !== "silent" && at === undefined);
  const isReached = answersHere || custom.networks.some((one) => isSeenFromHere(look, one));
  const names = isReached ? unanswered : noted.map(({ name }) => name);
  if (names.length === 0) return [];
  const answersAny = said.some(({ answer }) => answer.is !== "silent");
  return [
    finding("SFH611", {
      resourceId: network.id,
      subject: custom.server,
      detail: describe(custom, names, { noted: noted.map(({ at }) => at ?? ""), answersAny, isReached }),
      ...(answersAny ? { fix: forwarderFix(look, custom, names) } : withoutServer(custom)),
    }),
  ];
}

function describe(
  { server, networks }: CustomServer,
  names: readonly string[],
  {
    noted,
    answersAny,
    isReached,
  }: { readonly noted: readonly string[]; readonly answersAny: boolean; readonly isReached: boolean },
): string {
  const places = networks.map(({ name }) => name).join(", ");
  const which = `${names[0] ?? ""}${names.length > 1 ? ` and ${names.length - 1} more` : ""}`;
  const known =
    noted[0] === undefined
      ? answersAny || !isReached
        ? ""
        : ", though this machine sees the private side"
      : ` (${noted[0]})`;
  return answersAny
    ? `DNS server ${server} of ${places} answers other names, but gave no answer for ${which}${known}: no reply, refused, or failed.`
    : `DNS server ${server} of ${places} gave no answer for ${which}${known}.`;
}

/** It is there, so what it hands these names on to is not. */
function forwarderFix({ snapshot }: Look, { server }: CustomServer, names: readonly string[]): string {
  const zones = [...new Set(names.flatMap((name) => forwardedZones(snapshot.cloud.kind, name)))];
  return `What ${server} forwards these names to doesn't answer it: have it forward ${zones.join(", ")} to ${azureDns}, which only a server inside a virtual network reaches.`;
}

/** Taking it out is only a way where another stays: none at all would mean Azure's. */
function withoutServer({ server, networks }: CustomServer): Pick<Finding, "fix" | "mendLines"> {
  const lines = networks.flatMap(({ id, dnsServers }) => {
    const others = dnsServers.filter((one) => one !== server);
    return others.length === 0 ? [] : [azLine("network vnet update", { ids: id, "dns-servers": others })];
  });
  const out = lines.length === 0 ? "" : "; or take it out of the network's servers";
  return {
    fix: `Start ${server}, and let UDP and TCP 53 from the network through to it (network security groups, routes, its own firewall)${out}.`,
    mendLines: lines.length === 0 ? [] : [{ tool: "az", lines }],
  };
}
