import type { Report } from "../report.ts";
import { renderTopology } from "../topology.ts";
import { groupPaths, hasWritten } from "../words.ts";
import { escape } from "./escape.ts";
import { headed, type Section } from "./section.ts";
import { shorterTables, table } from "./table.ts";

/** Who can reach what, before and after. */
export function pathSection(report: Report): Section {
  const rows = groupPaths(report).map((g) => [g.from, g.to, g.before, g.after]);
  if (rows.length === 0) return { name: "paths", importance: 45, forms: [""] };
  const header = ["from", "to", "before", hasWritten(report) ? "now" : "after"];
  const forms = [table(header, rows), ...shorterTables(header, rows, "paths"), ""];
  return { name: "paths", importance: 45, forms: forms.map((form) => headed("Who can reach what", form)) };
}

/** The same as a drawing. */
export function topologySection(report: Report): Section {
  const { mermaid, caption } = renderTopology(report);
  if (report.paths.length === 0) return { name: "drawing", importance: 20, forms: [""] };
  const drawing = mermaid === undefined ? "" : `\`\`\`mermaid\n${mermaid}\n\`\`\`\n\n`;
  return { name: "drawing", importance: 20, forms: [headed("Topology", `${drawing}${escape(caption)}`), ""] };
}
