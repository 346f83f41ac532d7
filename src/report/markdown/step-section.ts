import { findAcceptable, type AcceptableLoss } from "../refusals.ts";
import type { Report, ReportStep } from "../report.ts";
import { count, describeConsequence, describeDuration, describeStep } from "../words.ts";
import { escape } from "./escape.ts";
import { headed, type Section } from "./section.ts";
import { fold, foldedTable, shorterTables, table } from "./table.ts";

const mostRows = 30;

const header = ["state", "step", "", "took"];

/** What was done or is to be done, and how long it took. */
export function stepSection({ steps, command }: Report): Section {
  // A diagnosis isn't asked what would be done.
  if (steps.length === 0 || command === "diagnose") return { name: "steps", importance: 50, forms: [""] };
  const rows = steps.map(rowOf);
  const forms = [
    foldedTable(header, rows, { shown: mostRows, noun: "steps" }),
    ...shorterTables(header, rows, "steps"),
    `${count(rows.length, "step")}: the report has them.`,
  ];
  return { name: "steps", importance: 50, forms: forms.map((form) => headed("Steps", form)) };
}

function rowOf(step: ReportStep): readonly string[] {
  return [
    step.state,
    describeStep(step),
    step.state === "planned" ? describeConsequence(step) : step.reason.split("\n").join("; "),
    step.durationMs === 0 ? "" : describeDuration(step.durationMs),
  ];
}

/** What each closing leaves open and shuts. */
export function accountSection({ steps }: Report): Section {
  const folds = steps
    .filter((step) => step.account.length > 0)
    .map((step) => {
      const rows = step.account.map(({ from, to, fate, why }) => [fate, from, to, why]);
      return fold(
        `${describeStep(step)}: what stays open, and what closes`,
        table(["fate", "from", "to", "why"], rows),
      );
    });
  return { name: "accounts of closings", importance: 10, forms: [folds.join("\n\n"), ""] };
}

/** Why steps are refused, and what to paste into the config where a loss can be accepted by name. */
export function refusalSection({ steps }: Report): Section {
  const folds = steps
    .filter((step) => step.refusals.length > 0)
    .map((step) => fold(`Refused: ${describeStep(step)}`, describeRefusals(step)));
  return { name: "refusals", importance: 40, forms: [folds.join("\n\n"), ""] };
}

function describeRefusals({ refusals }: ReportStep): string {
  const causes = table(
    ["code", "what would be lost", "missing"],
    refusals.map(({ code, lost, missing }) => [code, lost, missing]),
  );
  const acceptable = findAcceptable(refusals);
  if (acceptable.length === 0) return causes;
  const lines = ["accept:", ...acceptable.flatMap(entryOf)];
  return `${causes}\n\n${escape("To accept a loss by name, in the config:")}\n\n\`\`\`yaml\n${lines.join("\n")}\n\`\`\``;
}

function entryOf({ code, resource, origin }: AcceptableLoss): readonly string[] {
  return [`  - code: ${code}`, `    resource: ${yamlOf(resource)}`, `    origin: ${yamlOf(origin)}`, "    reason: …"];
}

/** Ids and addresses stand as they are; anything else is quoted, on one line. */
function yamlOf(text: string): string {
  return /^[\w/][\w./-]*$/.test(text) ? text : JSON.stringify(text);
}
