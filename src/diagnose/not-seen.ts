import type { Look } from "./look.ts";
import { privateNamesHere, proxiedTry } from "./private-names.ts";

/** What can't be seen from where this runs, and how to look: a line each. */
export function notSeen(look: Look): readonly string[] {
  const { evidence, standing } = look;
  const lines: string[] = [];
  if (standing.sees !== "private side") {
    lines.push("What clients in the private network resolve and reach: run this on a machine there.");
  }
  if (evidence.browsers.length === 0) {
    lines.push(
      "Browsers: turn DNS over HTTPS off where the studio is used, and allow its page to reach the local network.",
    );
  }
  if (evidence.pac === undefined) lines.push("A proxy auto-config file: --pac FILE asks it for each name.");
  return [...lines, ...proxysWay(look)];
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
