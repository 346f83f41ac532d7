import type { Report } from "../src/report/report.ts";
import { uploadAnalysis } from "./github/code-scanning.ts";
import type { Connection } from "./github/connection.ts";
import { announce, type Publication } from "./github/publication.ts";
import { commentOnPullRequest } from "./github/pull-request-comment.ts";
import { trackHub } from "./github/tracking-issue.ts";
import type { Publishing } from "./inputs.ts";
import type { Log } from "./log.ts";

/** What a run has to say, in the forms that GitHub takes. */
export interface Told {
  readonly report: Report;
  /** The short form of the report. */
  readonly markdown: string;
  readonly sarif: string;
  /** Whether the step fails. */
  readonly hasFailed: boolean;
}

type Publish = (connection: Connection) => Promise<Publication>;

/**
 * Comment, issue and code scanning, as far as they are asked for. Whatever fails is one warning: the verdict of the run is
 * what it is.
 */
export async function tellGitHub(
  told: Told,
  publishing: Publishing,
  { connection, log }: { readonly connection: Connection | undefined; readonly log: Log },
): Promise<void> {
  const asked = publications(told, publishing);
  if (asked.length === 0) return;
  if (connection === undefined) {
    log.info("This is no workflow's job: GitHub is told nothing.");
    return;
  }
  for (const publish of asked) tellOf(await publish(connection), log);
}

function publications(told: Told, { commentSummary, hasTrackingIssue, uploadsSarif }: Publishing): readonly Publish[] {
  const { report, markdown, sarif, hasFailed } = told;
  const comment: Publish = (connection) =>
    commentOnPullRequest(connection, { when: commentSummary, hasFailed, hubId: report.hub.id, markdown });
  const issue: Publish = (connection) => trackHub(connection, report, markdown);
  const analysis: Publish = (connection) => uploadAnalysis(connection, { sarif, startedAt: report.startedAt });
  return [
    ...(commentSummary === "never" ? [] : [comment]),
    ...(hasTrackingIssue ? [issue] : []),
    ...(uploadsSarif ? [analysis] : []),
  ];
}

/** One line about what became of a publication; what somebody can mend is a warning. */
export function tellOf(publication: Publication, log: Log): void {
  const { level, message } = announce(publication);
  if (level === "info") log.info(message);
  else log.annotate({ level, title: "GitHub was not told", message });
}
