import { valueOr } from "../snapshot/read.ts";
import { browsersNotSeen } from "./browsers-not-seen.ts";
import type { Link } from "./chain/link.ts";
import type { Look } from "./look.ts";
import { passedOver } from "./elsewhere/passed-over.ts";
import { privateNamesHere, proxiedTry } from "./private-names.ts";

/** Links of which nothing can be seen: from the public side every name is public by design. */
export function unseenLinks({ standing, evidence }: Look): readonly Link[] {
  const isHeard = evidence.opinions.some(({ opinions }) => opinions.is === "known");
  return [
    ...(standing.sees === "private side" ? [] : (["from-here"] as const)),
    ...(isClientSideSeen(standing, evidence) ? [] : (["client-side"] as const)),
    ...(isHeard ? [] : (["own-diagnosis"] as const)),
  ];
}

/** A PAC and a browser's files tell from anywhere; what a proxy does with private names, only the private side. */
function isClientSideSeen({ sees }: Look["standing"], { proxy, pac, browsers }: Look["evidence"]): boolean {
  return pac !== undefined || browsers.length > 0 || (proxy !== undefined && sees === "private side");
}

/** What can't be seen from where this runs, and how to look: a line each. */
export function notSeen(look: Look): readonly string[] {
  const { evidence, standing } = look;
  return [
    ...passedOver(look),
    ...(standing.sees === "private side" ? [] : [describeInside(look)]),
    ...browsersNotSeen(evidence.browsers),
    ...(evidence.pac === undefined
      ? ["A proxy auto-config file, if there is one: --pac FILE asks it for each name."]
      : []),
    ...proxysWay(look),
  ];
}

/** Whoever asks from outside wants to know how to get in. */
function describeInside({ evidence }: Look): string {
  const ways = evidence.waysIn.flatMap(({ ways }) => valueOr(ways, [])).filter(({ reaches }) => reaches.is === "yes");
  const names = [...new Set(ways.map(({ kind, name }) => `${kind} ${name}`))];
  const by = names.length === 0 ? "" : `, by ${names.join(" or ")}`;
  return `What clients in the private network resolve and reach: run this on a machine there${by}.`;
}

/** A private name that opens through a proxy may have opened at the public endpoint, which shakes hands with everybody. */
function proxysWay(look: Look): readonly string[] {
  const { proxy } = look.evidence;
  if (proxy === undefined || look.standing.sees !== "private side") return [];
  const isOpened = privateNamesHere(look).some((name) => proxiedTry(name, look)?.knock.is === "opened");
  return isOpened
    ? [`Where ${proxy.at} resolves private names to: its log tells. In NO_PROXY they needn't rest on it.`]
    : [];
}
