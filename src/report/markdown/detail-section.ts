import { nameOf } from "../../snapshot/resource-id.ts";
import type { Report } from "../report.ts";
import { count, describeDuration } from "../words.ts";
import { code } from "./escape.ts";
import type { Section } from "./section.ts";
import { fold, shorterTables, table } from "./table.ts";

/** What could not be read: unknown, never taken for absent. */
export function unreadSection({ unread }: Report): Section {
  const rows = unread.map((u) => [nameOf(u.resourceId), u.what, u.why]);
  if (rows.length === 0) return { name: "what could not be read", importance: 35, forms: [""] };
  const header = ["resource", "what", "why"];
  const title = `Could not be read: ${rows.length}`;
  const forms = [table(header, rows), ...shorterTables(header, rows, "things")].map((form) => fold(title, form));
  return { name: "what could not be read", importance: 35, forms: [...forms, ""] };
}

/** Azure's support asks for these. */
export function correlationSection({ run }: Report): Section {
  const ids = run.correlationIds.map((id) => `- ${code(id)}`);
  const text = ids.length === 0 ? "" : fold("Correlation ids, the newest last", ids.join("\n"));
  return { name: "correlation ids", importance: 15, forms: [text, ""] };
}

/** What the run was given. */
export function settingsSection(report: Report): Section {
  const { caller, tool, run, hub } = report;
  const who = caller.objectId === "" ? caller.credential : `${caller.objectId} (${caller.credential})`;
  const rows = [
    ["hub", hub.id],
    ["cloud", report.cloud],
    ["as", who],
    ["started", report.startedAt],
    ["took", describeDuration(run.durationMs)],
    ["requests", `${count(run.requests, "request")}, ${run.throttled} throttled`],
    ["steps", report.planHash],
    ["version", tool.version],
  ].filter(([, value]) => value !== "");
  return { name: "settings", importance: 30, forms: [fold("Settings of the run", table(["", ""], rows)), ""] };
}
