import { fingerprintOf } from "../../src/report/fingerprint.ts";
import type { Connection } from "./connection.ts";
import { fileOf, type WatchedSchedule } from "./heartbeat.ts";
import { keepIssue } from "./kept-issue.ts";
import { markerOfHeartbeat } from "./marker.ts";
import type { NotDone, Publication } from "./publication.ts";
import type { Pulse } from "./pulse.ts";

/** Keeps the one issue about a schedule: open while it is stopped, closed once it beats again. Never throws. */
export async function trackSchedule(
  connection: Connection,
  schedule: WatchedSchedule,
  pulse: Pulse | NotDone,
): Promise<Publication> {
  const file = fileOf(schedule);
  const marker = markerOfHeartbeat(file);
  switch (pulse.is) {
    case "not done":
      return { is: "nothing to do", why: "whether the schedule runs can't be told" };
    case "not begun":
      return { is: "nothing to do", why: "the schedule is new" };
    case "alive":
      return keepIssue(connection, marker, { is: "closed", because: `The schedule runs again: ${pulse.url}.` });
    case "stopped":
      return keepIssue(connection, marker, {
        is: "open",
        opens: true,
        title: `secure-foundry-hub: the schedule of ${file} has stopped`,
        markdown: describeStop(file, pulse),
        state: fingerprintOf([pulse.why]),
        changed: `Still stopped, for another reason: ${pulse.why}.`,
      });
  }
}

function describeStop(file: string, { why, fix }: { readonly why: string; readonly fix: string }): string {
  const name = file.replace(/[`\s]+/g, " ");
  return [
    `## The schedule of \`${name}\` has stopped`,
    "",
    `No hub is checked by it until it runs again: ${why}.`,
    "",
    "Fix:",
    "",
    `    ${fix}`,
    "",
  ].join("\n");
}
