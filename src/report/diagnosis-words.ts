import { codes } from "../checks/codes.ts";
import { firstBrokenLink } from "../diagnose/chain/first-broken-link.ts";
import { linkWords } from "../diagnose/chain/link.ts";
import type { Report, ReportLink } from "./report.ts";

/** How a diagnosis ended, in one sentence: what it was asked for, not what a plan would do. */
export function describeDiagnosis({ hub, chain = [] }: Report): string {
  const broken = brokenOf(chain);
  if (broken !== undefined) return `${hub.name}: the first broken link is ${linkWords[broken.link].name}.`;
  const unknown = namesOf(chain, "not known");
  if (unknown !== "") return `${hub.name}: no link is known to be broken; not known: ${unknown}.`;
  const unseen = namesOf(chain, "not seen");
  return unseen === ""
    ? `${hub.name}: every link of the chain holds.`
    : `${hub.name}: every link that can be seen holds; not seen: ${unseen}.`;
}

/** What to do after a diagnosis. */
export function describeNextOfDiagnosis(report: Report): string {
  const { chain = [], diagnosis } = report;
  const broken = brokenOf(chain);
  if (broken !== undefined) {
    const how = isForApply(report, broken) ? "apply does, or the lines above" : "as its fix says";
    return `Mend the first broken link (${how}), then diagnose again: what comes after it may be gone with it.`;
  }
  if (namesOf(chain, "not known") !== "") {
    return (diagnosis?.toRun.length ?? 0) > 0
      ? "Run the lines above where they say, and give what they print to diagnose --answers FILE."
      : "Look where it can be told: the tree says what is missing. Then diagnose again.";
  }
  return diagnosis?.vantage.sees === "private side"
    ? "Nothing to mend. Where somebody else can't get in, run this on their machine."
    : "Nothing to mend that can be seen from here. Where somebody can't get in, run this on their machine.";
}

function brokenOf(chain: readonly ReportLink[]): ReportLink | undefined {
  return firstBrokenLink(chain.map((link) => ({ ...link, is: link.state })))?.broken;
}

function namesOf(chain: readonly ReportLink[], state: ReportLink["state"]): string {
  return chain.flatMap((link) => (link.state === state ? [linkWords[link.link].name] : [])).join(", ");
}

/** Where apply would mend what stands first at the link. */
function isForApply({ findings, steps }: Report, { findings: [mark] }: ReportLink): boolean {
  const first = findings.find((f) => f.fingerprint === mark);
  if (first === undefined || !codes[first.code].isMendedByApply) return false;
  const own = steps.filter((step) => step.resourceId.toLowerCase() === first.resourceId.toLowerCase());
  return own.some((step) => step.state === "planned");
}
