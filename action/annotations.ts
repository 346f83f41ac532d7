import type { Report } from "../src/report/report.ts";
import { nameOf } from "../src/snapshot/resource-id.ts";
import { describeStep, groupFindings, severities } from "../src/report/words.ts";

export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly title: string;
  readonly message: string;
}

/** GitHub keeps ten of a kind a step, and cuts a message at 4096 characters. */
const mostAnnotations = 10;
const longestMessage = 4_000;

/** The worst first, and never more than are shown: errors of the run, refused steps, then findings a kind each. */
export function annotationsOf(report: Report): readonly Annotation[] {
  const errors = report.errors.map((e): Annotation => ({
    level: "error",
    title: e.code,
    message: join(e.message, e.fix),
  }));
  const refused = report.steps
    .filter((step) => step.state === "refused")
    .map((step): Annotation => ({ level: "error", title: `Refused: ${describeStep(step)}`, message: step.reason }));
  const found = severities
    .flatMap((severity) => groupFindings(report, severity))
    .map(({ first, findings }): Annotation => {
      const names = [...new Set(findings.map((f) => nameOf(f.resourceId)))].join(", ");
      const level = first.severity === "note" ? "notice" : first.state === "accepted" ? "warning" : first.severity;
      return { level, title: `${first.code} ${first.title}`, message: join(`${names}: ${first.detail}`, first.fix) };
    });
  return [...errors, ...refused, ...found].map(cut).slice(0, mostAnnotations);
}

function join(what: string, fix: string): string {
  return fix === "" ? what : `${what} Fix: ${fix}`;
}

function cut(annotation: Annotation): Annotation {
  const { message } = annotation;
  return message.length <= longestMessage
    ? annotation
    : { ...annotation, message: `${message.slice(0, longestMessage)}…` };
}
