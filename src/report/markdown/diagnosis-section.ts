import { linkWords } from "../../diagnose/chain/link.ts";
import { remarkOn } from "../link-remark.ts";
import type { ReportDiagnosis } from "../report-diagnosis.ts";
import type { Report, ReportLink } from "../report.ts";
import { codeBlock } from "./code-block.ts";
import { escape } from "./escape.ts";
import { headed, type Section } from "./section.ts";
import { fold, table } from "./table.ts";

/** The tree of a diagnosis, with what stands behind it folded away. */
export function treeSection(report: Report): Section {
  const { chain = [], diagnosis } = report;
  if (diagnosis === undefined) return { name: "the tree", importance: 85, forms: [""] };
  const tree = table(
    ["", "link", "seen"],
    chain.map((link) => [link.state, linkWords[link.link].name, seenAt(report, link)]),
  );
  const elsewhere = [describeToRun(diagnosis), describeNotSeen(diagnosis)].filter((part) => part !== "");
  const behind = [foldNames(diagnosis), foldDoors(diagnosis), foldOpinions(diagnosis)].filter((part) => part !== "");
  const forms = [[tree, ...elsewhere, ...behind], [tree, ...elsewhere], [tree]];
  return { name: "the tree", importance: 85, forms: forms.map((parts) => headed("The tree", parts.join("\n\n"))) };
}

function seenAt(report: Report, { link, findings }: ReportLink): string {
  const codes = findings.flatMap((mark) => report.findings.find((f) => f.fingerprint === mark)?.code ?? []);
  return [[...new Set(codes)].join(", "), remarkOn(link, report)].filter((part) => part !== "").join("; ");
}

function describeToRun({ toRun }: ReportDiagnosis): string {
  return toRun.map(({ where, lines }) => `To run elsewhere: ${escape(where)}\n\n${codeBlock(lines)}`).join("\n\n");
}

function describeNotSeen({ notSeen }: ReportDiagnosis): string {
  return notSeen.length === 0 ? "" : `Not shown here:\n\n${notSeen.map((line) => `- ${escape(line)}`).join("\n")}`;
}

function foldNames({ names }: ReportDiagnosis): string {
  if (names.length === 0) return "";
  const rows = names.flatMap(({ name, expected, answers }) =>
    answers.map(({ from, said, is }) => [name, expected.join(", "), from, said, is]),
  );
  return fold("Who resolves what", table(["name", "private endpoint", "asked", "answer", ""], rows));
}

function foldDoors({ doors }: ReportDiagnosis): string {
  if (doors.length === 0) return "";
  const rows = doors.map(({ name, by, came, why }) => [name, by, came, why]);
  return fold("What opens from here", table(["name", "by", "", "why"], rows));
}

function foldOpinions({ opinions }: ReportDiagnosis): string {
  if (opinions.length === 0) return "";
  const rows = opinions.map(({ workspace, category, code, level, message }) => [
    workspace,
    category,
    code,
    level,
    message,
  ]);
  return fold("What the service says", table(["workspace", "about", "code", "level", "message"], rows));
}
