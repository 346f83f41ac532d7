import { writeBody } from "./body.ts";
import type { Connection } from "./connection.ts";
import type { Need } from "./explain-trouble.ts";
import type { GitHub } from "./github.ts";
import { closeIssue, findIssues, openIssue, sayInIssue, updateIssue, type Issue } from "./issue.ts";
import { readMarker, type Marker } from "./marker.ts";
import type { Publication } from "./publication.ts";
import { publish } from "./publish.ts";
import { describeRun } from "./run-place.ts";

/** What an issue should be now. */
export type IssueWish =
  | {
      readonly is: "open";
      /** False: only where there is one already. */
      readonly opens: boolean;
      readonly title: string;
      readonly markdown: string;
      /** A fingerprint of what people should hear of: one comment whenever it is another. */
      readonly state: string;
      /** What that comment says. */
      readonly changed: string;
    }
  | { readonly is: "closed"; readonly because: string };

const need: Need = { what: "The issue was not kept", permission: "issues: write" };

/** Keeps at most one open issue with a marker, and it as wished. Never throws. */
export async function keepIssue(connection: Connection, marker: Marker, wish: IssueWish): Promise<Publication> {
  return publish(connection, need, async (github) => {
    const [oldest, ...younger] = await findIssues(github, connection, marker);
    // Two runs at once may have opened two.
    for (const { number } of younger) await closeAsDuplicate(github, number, oldest?.number ?? number);
    if (wish.is === "closed") return close(github, connection, wish.because, oldest);
    const body = writeBody(marker, wish.state, wish.markdown, connection.place);
    if (oldest !== undefined) return update(github, connection, wish, body, { marker, issue: oldest });
    if (!wish.opens) return { is: "nothing to do", why: "no issue is open, and this opens none" };
    const find = async (): Promise<Issue | undefined> => (await findIssues(github, connection, marker))[0];
    const made = await openIssue(github, { title: wish.title, body }, find);
    return { is: "done", what: `opened issue #${made.number}`, url: made.html_url };
  });
}

/** What is true is written first and told after: a run that ends between leaves a silent issue, never a wrong one. */
async function update(
  github: GitHub,
  { place }: Connection,
  wish: Extract<IssueWish, { is: "open" }>,
  body: string,
  { marker, issue }: { readonly marker: Marker; readonly issue: Issue },
): Promise<Publication> {
  await updateIssue(github, issue.number, body);
  if (readMarker(marker, issue.body)?.state !== wish.state) {
    await sayInIssue(github, issue.number, `${wish.changed} ${describeRun(place)}`);
  }
  return { is: "done", what: `updated issue #${issue.number}`, url: issue.html_url };
}

async function close(
  github: GitHub,
  { place }: Connection,
  because: string,
  issue: Issue | undefined,
): Promise<Publication> {
  if (issue === undefined) return { is: "nothing to do", why: "no issue is open" };
  await closeIssue(github, issue.number, "completed");
  await sayInIssue(github, issue.number, `${because} ${describeRun(place)}`);
  return { is: "done", what: `closed issue #${issue.number}`, url: issue.html_url };
}

async function closeAsDuplicate(github: GitHub, number: number, of: number): Promise<void> {
  await closeIssue(github, number, "duplicate");
  await sayInIssue(github, number, `Duplicate of #${of}`);
}
