import { isSameId } from "../snapshot/resource-id.ts";
import type { Report, ReportAcceptance, ReportFinding } from "./report.ts";

/** The detail of a finding that keeps an accepted loss. */
export function describeAcceptance({ lost, reason }: Pick<ReportAcceptance, "lost" | "reason">): string {
  return `${lost}. Accepted: ${reason}`;
}

/** The loss that the finding keeps, with who lost it and the reason; undefined for any other finding. */
export function acceptanceOf(report: Report, found: ReportFinding): ReportAcceptance | undefined {
  if (found.state !== "accepted") return undefined;
  return report.steps
    .flatMap((step) => step.accepted)
    .find(
      (kept) =>
        kept.code === found.code &&
        isSameId(kept.resource, found.resourceId) &&
        describeAcceptance(kept) === found.detail,
    );
}
