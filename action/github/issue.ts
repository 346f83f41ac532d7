import { z } from "zod";
import { author, learnOwn } from "./author.ts";
import type { Connection } from "./connection.ts";
import { GitHubError, troubleOf } from "./github-error.ts";
import type { GitHub } from "./github.ts";
import { makeOnce } from "./make-once.ts";
import { readMarker, type Marker } from "./marker.ts";

/** On every issue of ours. */
export const issueLabel = "secure-foundry-hub";

const label = z.union([z.string(), z.looseObject({ name: z.string().nullish() })]);
const issue = z.looseObject({
  number: z.number(),
  html_url: z.string(),
  body: z.string().nullish(),
  user: author,
  labels: z.array(label),
  pull_request: z.unknown().optional(),
});
export type Issue = z.infer<typeof issue>;

const one = "/repos/{owner}/{repo}/issues/{issue_number}";

/** The open issues of ours with a marker, the oldest first. */
export async function findIssues(github: GitHub, connection: Connection, marker: Marker): Promise<readonly Issue[]> {
  const isOwn = await learnOwn(github, connection.token);
  const open = await github.list("GET /repos/{owner}/{repo}/issues", { state: "open", labels: issueLabel }, issue);
  return open
    .filter((i) => i.pull_request === undefined && isOwn(i.user) && readMarker(marker, i.body) !== undefined)
    .toSorted((a, b) => a.number - b.number);
}

/** Opens an issue; one whose label GitHub left out is closed again, for no run would ever find it. */
export async function openIssue(
  github: GitHub,
  content: { readonly title: string; readonly body: string },
  find: () => Promise<Issue | undefined>,
): Promise<Issue> {
  const parameters = { ...content, labels: [issueLabel] };
  const made = await makeOnce(() => github.send("POST /repos/{owner}/{repo}/issues", parameters, issue), find);
  if (made.labels.some(isOurLabel)) return made;
  await closeIssue(github, made.number, "not_planned");
  throw new GitHubError({ is: "answered", status: 403, message: "the label was left out", waitMs: undefined });
}

/** Labels differ by more than case. */
function isOurLabel(given: z.infer<typeof label>): boolean {
  const name = typeof given === "string" ? given : given.name;
  return name?.toLowerCase() === issueLabel;
}

/** Gives an issue another body. */
export async function updateIssue(github: GitHub, number: number, body: string): Promise<void> {
  await github.send(`PATCH ${one}`, { issue_number: number, body }, issue);
}

/** Closes an issue; older servers don't know duplicates as a reason. */
export async function closeIssue(
  github: GitHub,
  number: number,
  reason: "completed" | "not_planned" | "duplicate",
): Promise<void> {
  const close = (state_reason: string): Promise<unknown> =>
    github.send(`PATCH ${one}`, { issue_number: number, state: "closed", state_reason }, issue);
  await close(reason).catch((error: unknown) => {
    const trouble = troubleOf(error);
    const isUnknown = reason === "duplicate" && trouble.is === "answered" && trouble.status === 422;
    if (!isUnknown) throw error;
    return close("not_planned");
  });
}

/** Says something in an issue, which tells everybody who follows it. */
export async function sayInIssue(github: GitHub, number: number, body: string): Promise<void> {
  await github.send(`POST ${one}/comments`, { issue_number: number, body }, z.looseObject({ id: z.number() }));
}
