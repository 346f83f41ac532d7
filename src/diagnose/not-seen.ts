import { browsersNotSeen } from "./browsers-not-seen.ts";
import type { Look } from "./look.ts";

/** What can't be seen from where this runs, and how to look: a line each. */
export function notSeen({ evidence, standing }: Look): readonly string[] {
  const lines: string[] = [];
  if (standing.sees !== "private side") {
    lines.push("What clients in the private network resolve and reach: run this on a machine there.");
  }
  lines.push(...browsersNotSeen(evidence.browsers));
  if (evidence.pac === undefined) lines.push("A proxy auto-config file: --pac FILE asks it for each name.");
  return lines;
}
