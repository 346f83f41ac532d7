import { fingerprintOf } from "../../src/report/fingerprint.ts";
import type { Report, ReportFinding, Verdict } from "../../src/report/report.ts";
import { count, isDrift } from "../../src/report/words.ts";
import { groupOf, nameOf } from "../../src/snapshot/resource-id.ts";
import type { Connection } from "./connection.ts";
import { keepIssue, type IssueWish } from "./kept-issue.ts";
import { markerOfHub } from "./marker.ts";
import type { Publication } from "./publication.ts";

type Tracking = "opens" | "updates" | "closes" | "leaves";

/**
 * What a verdict does to the issue. Whatever a person has to act on opens it; what could not be told is never good, so
 * unproven does too. Incomplete passes by itself with the next run, and only keeps an open issue true. A cancelled run
 * says nothing about the hub, and a rollback is measured by its capsule alone.
 */
const tracking: Readonly<Record<Verdict, Tracking>> = {
  drift: "opens",
  refused: "opens",
  unproven: "opens",
  failed: "opens",
  incomplete: "updates",
  private: "closes",
  cancelled: "leaves",
  restored: "leaves",
};

const longestTitle = 200;

/** Keeps the one issue about a hub. Never throws. `markdown` is the report as the issue shows it. */
export async function trackHub(connection: Connection, report: Report, markdown: string): Promise<Publication> {
  // A plan is of what might be done, and a pull request's config is not what holds yet.
  if (report.command !== "apply" && report.command !== "verify") {
    return { is: "nothing to do", why: `${report.command} doesn't touch the issue` };
  }
  if (connection.place.pullRequest !== undefined) {
    return { is: "nothing to do", why: "a run of a pull request doesn't touch the issue" };
  }
  const does = tracking[report.verdict];
  if (does === "leaves") return { is: "nothing to do", why: `${report.verdict} doesn't touch the issue` };
  const wish: IssueWish =
    does === "closes"
      ? { is: "closed", because: "The hub is private again, and every required path is open." }
      : wishOpen(report, does === "opens", markdown);
  return keepIssue(connection, markerOfHub(report.hub.id), wish);
}

function wishOpen(report: Report, opens: boolean, markdown: string): IssueWish {
  const counted = report.findings.filter(isDrift);
  return {
    is: "open",
    opens,
    title: titleOf(report),
    markdown,
    // Sorted: the order of findings is the report's own matter.
    state: fingerprintOf(counted.map((f) => f.fingerprint).toSorted()),
    changed: describeChange(report.verdict, counted),
  };
}

/** Codes only: nothing here is text from Azure. */
function describeChange(verdict: Verdict, counted: readonly ReportFinding[]): string {
  const codes = [...new Set(counted.map((f) => f.code))].toSorted().join(", ");
  const now = counted.length === 0 ? "none is left" : `${count(counted.length, "finding")} now (${codes})`;
  return `The findings changed: ${now}; the last run was ${verdict}. The description has them.`;
}

/** Hubs of one name can be in two resource groups. */
function titleOf({ hub }: Report): string {
  const title = `secure-foundry-hub: ${hub.name} (${nameOf(groupOf(hub.id))}) needs attention`;
  return title.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").slice(0, longestTitle);
}
