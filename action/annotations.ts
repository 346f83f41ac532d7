import type { FilePlace } from "../src/errors.ts";
import { placeOfError, placeOfFinding, placeOfStep, type ReportConfig } from "../src/report/config-place.ts";
import type { Report } from "../src/report/report.ts";
import { nameOf } from "../src/snapshot/resource-id.ts";
import { clip } from "../src/report/markdown/escape.ts";
import { count, describeStep, groupFindings, severities, type FindingGroup } from "../src/report/words.ts";

export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly title: string;
  readonly message: string;
  /** From the repository's root, with forward slashes; absent where the config says nothing of it. */
  readonly file?: string;
  readonly startLine?: number;
}

/** GitHub keeps ten of a kind a step, and cuts a message at 4096 characters. */
const mostAnnotations = 10;
const longestMessage = 4_000;

/**
 * The worst first, and never more than are shown: errors of the run, refused steps, then findings a kind each, at the line
 * of the config that decides. Where there are more, the last one says so.
 */
export function annotationsOf(report: Report, config: ReportConfig): readonly Annotation[] {
  const all = [
    ...report.errors.map((error) => ({
      level: "error" as const,
      title: error.code,
      message: join(error.message, error.fix),
      ...at(placeOfError(error, config)),
    })),
    ...report.steps
      .filter((step) => step.state === "refused")
      .map((step) => ({
        level: "error" as const,
        title: `Refused: ${describeStep(step)}`,
        message: step.reason,
        ...at(placeOfStep(step, config)),
      })),
    ...severities
      .flatMap((severity) => groupFindings(report, severity))
      .map((group) => fromGroup(report, group, config)),
  ];
  return all.length <= mostAnnotations ? all.map(cut) : [...all.slice(0, mostAnnotations - 1), rest(all)].map(cut);
}

/** What an annotation says of where it belongs; nothing where that is nowhere in the repository. */
export function at(place: FilePlace | undefined): Pick<Annotation, "file" | "startLine"> {
  return place === undefined ? {} : { file: place.file, startLine: place.line };
}

function fromGroup(report: Report, { first, findings }: FindingGroup, config: ReportConfig): Annotation {
  const names = [...new Set(findings.map((f) => nameOf(f.resourceId)))].join(", ");
  return {
    level: first.severity === "note" ? "notice" : first.state === "accepted" ? "warning" : first.severity,
    title: `${first.code} ${first.title}`,
    message: join(`${names}: ${first.detail}`, first.fix),
    ...at(placeOfFinding(report, first, config)),
  };
}

function rest(all: readonly Annotation[]): Annotation {
  const left = all.slice(mostAnnotations - 1);
  const [worst] = (["error", "warning"] as const).filter((level) => left.some((one) => one.level === level));
  return {
    level: worst ?? "notice",
    title: `And ${left.length} more`,
    message: `${count(left.length, "more annotation")} of this run would not be shown: ${left.map(({ title }) => title).join("; ")}. The job summary and the report have them all.`,
  };
}

function join(what: string, fix: string): string {
  return fix === "" ? what : `${what} Fix: ${fix}`;
}

function cut(annotation: Annotation): Annotation {
  const { message } = annotation;
  return message.length <= longestMessage ? annotation : { ...annotation, message: clip(message, longestMessage) };
}
