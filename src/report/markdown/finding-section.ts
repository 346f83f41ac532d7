import { nameOf } from "../../snapshot/resource-id.ts";
import type { Report, ReportFinding } from "../report.ts";
import { count, severities, standing } from "../words.ts";
import { headed, type Section } from "./section.ts";
import { foldedTable, shorterTables } from "./table.ts";

/** More rows than this are folded. */
const mostRows = 30;

const header = ["", "code", "resource", "what", "what mends it"];

/** What isn't as it should be, the worst first; what was mended comes last. */
export function findingSection(report: Report): Section {
  const fixed = report.findings.filter((f) => f.state === "fixed");
  const rows = [...severities.flatMap((s) => standing(report, s)), ...fixed].map(rowOf);
  if (rows.length === 0) return { name: "findings", importance: 70, forms: [""] };
  const told = count(rows.length, "finding");
  const forms = [
    foldedTable(header, rows, { shown: mostRows, noun: "findings" }),
    ...shorterTables(header, rows, "findings"),
    `${told}: the report has them.`,
  ];
  return { name: "findings", importance: 70, forms: forms.map((form) => headed("Findings", form)) };
}

function rowOf(f: ReportFinding): readonly string[] {
  return [
    f.state === "open" ? f.severity : `${f.severity}, ${f.state}`,
    f.code,
    nameOf(f.resourceId),
    f.detail === "" ? f.title : `${f.title}: ${f.detail}`,
    f.state === "fixed" ? "" : f.fix,
  ];
}
