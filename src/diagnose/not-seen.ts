import type { Look } from "./look.ts";
import { passedOver } from "./passed-over.ts";

/** What can't be seen from where this runs, and how to look: a line each. */
export function notSeen(look: Look): readonly string[] {
  const { evidence, standing } = look;
  const lines: string[] = [...passedOver(look)];
  if (standing.sees !== "private side") {
    lines.push("What clients in the private network resolve and reach: run this on a machine there.");
  }
  if (evidence.browsers.length === 0) {
    lines.push(
      "Browsers: turn DNS over HTTPS off where the studio is used, and allow its page to reach the local network.",
    );
  }
  if (evidence.pac === undefined) lines.push("A proxy auto-config file: --pac FILE asks it for each name.");
  return lines;
}
