import { codes } from "../checks/codes.ts";
import { linkWords } from "../diagnose/chain/link.ts";
import { firstBrokenOf, linksThatAre } from "./chain-states.ts";
import type { Report, ReportLink } from "./report.ts";

/** How a diagnosis ended, in one sentence: what it was asked for, not what a plan would do. */
export function describeDiagnosis(report: Report): string {
  const { hub } = report;
  const broken = firstBrokenOf(report)?.broken;
  if (broken !== undefined) return `${hub.name}: the first broken link is ${linkWords[broken.link].name}.`;
  const unknown = linksThatAre("not known", report);
  if (unknown.length > 0) return `${hub.name}: no link is known to be broken; not known: ${unknown.join(", ")}.`;
  const unseen = linksThatAre("not seen", report);
  return unseen.length === 0
    ? `${hub.name}: every link of the chain holds.`
    : `${hub.name}: every link that can be seen holds; not seen: ${unseen.join(", ")}.`;
}

/** What to do after a diagnosis. */
export function describeNextOfDiagnosis(report: Report): string {
  const { diagnosis } = report;
  const broken = firstBrokenOf(report)?.broken;
  if (broken !== undefined) {
    const how = isForApply(report, broken) ? "apply does, or the lines above" : "as its fix says";
    return `Mend the first broken link (${how}), then diagnose again: what comes after it may be gone with it.`;
  }
  if (linksThatAre("not known", report).length > 0) {
    return (diagnosis?.toRun.length ?? 0) > 0
      ? "Run the lines above where they say, and give what they print to diagnose --answers FILE."
      : "Look where it can be told: the tree says what is missing. Then diagnose again.";
  }
  return diagnosis?.vantage.sees === "private side"
    ? "Nothing to mend. Where somebody else can't get in, run this on their machine."
    : "Nothing to mend that can be seen from here. Where somebody can't get in, run this on their machine.";
}

/** Where apply would mend what stands first at the link. */
function isForApply({ findings, steps }: Report, { findings: [mark] }: ReportLink): boolean {
  const first = findings.find((f) => f.fingerprint === mark);
  if (first === undefined || !codes[first.code].isMendedByApply) return false;
  const own = steps.filter((step) => step.resourceId.toLowerCase() === first.resourceId.toLowerCase());
  return own.some((step) => step.state === "planned");
}
