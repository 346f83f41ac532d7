import type { Report, ReportPath } from "../report.ts";
import { hasWritten } from "../words.ts";

/** A path as it is drawn: a plan as it will be, everything else as it is now. */
export interface DrawnPath {
  readonly from: string;
  /** The service's name, and its sub-resource. */
  readonly service: string;
  readonly subresource: string;
  readonly state: ReportPath["after"];
  /** How it stands, or stood, at the other time, where that differs: `now open`, `was open`, `blocked after apply`. */
  readonly aside: string;
  readonly isRequired: boolean;
}

/** What is drawn, in words for the caption. */
export function describeMoment(report: Report): string {
  if (isPresent(report) || hasWritten(report)) return "As it is now";
  return report.command === "rollback" ? "As it would be afterwards" : "As it would be once the plan is carried out";
}

export function drawnPaths(report: Report): readonly DrawnPath[] {
  const present = isPresent(report);
  const word = hasWritten(report) ? "was" : "now";
  return report.paths.map(({ from, to, before, after, required }) => {
    const [service = to, subresource = ""] = to.split(" ");
    const change = present ? `${after} after apply` : `${word} ${before}`;
    return {
      from: from.replace(/,$/, ""),
      service,
      subresource,
      state: present ? before : after,
      aside: before === after ? "" : change,
      isRequired: required,
    };
  });
}

/** verify and diagnose are asked how it is, not how it would be. */
function isPresent({ command }: Report): boolean {
  return command === "verify" || command === "diagnose";
}
