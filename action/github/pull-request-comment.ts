import { z } from "zod";
import { author, learnOwn } from "./author.ts";
import { writeBody } from "./body.ts";
import type { Connection } from "./connection.ts";
import type { Need } from "./explain-trouble.ts";
import type { GitHub } from "./github.ts";
import { makeOnce } from "./make-once.ts";
import { markerOfHub, readMarker } from "./marker.ts";
import type { Publication } from "./publication.ts";
import { publish } from "./publish.ts";

/** `on-failure`: when the step fails; a comment that is there already is kept true either way. */
export type CommentWhen = "never" | "on-failure" | "always";

/** What a pull request is told about one hub. */
export interface PullRequestComment {
  readonly when: CommentWhen;
  /** Whether the step fails. */
  readonly hasFailed: boolean;
  readonly hubId: string;
  /** The report as renderMarkdown gives it. */
  readonly markdown: string;
}

const need: Need = { what: "The pull request has no new comment", permission: "pull-requests: write" };
const route = "/repos/{owner}/{repo}/issues/{issue_number}/comments";
const comment = z.looseObject({ id: z.number(), html_url: z.string(), body: z.string().nullish(), user: author });
type Comment = z.infer<typeof comment>;

/** Keeps the one comment about a hub on the run's pull request. Never throws. */
export async function commentOnPullRequest(connection: Connection, given: PullRequestComment): Promise<Publication> {
  const { place } = connection;
  if (given.when === "never") return { is: "nothing to do", why: "comments are turned off" };
  if (place.pullRequest === undefined) return { is: "nothing to do", why: "the run belongs to no pull request" };
  const { number } = place.pullRequest;
  const marker = markerOfHub(given.hubId);
  const body = writeBody(marker, undefined, given.markdown, place);
  const isWanted = given.when === "always" || given.hasFailed;
  return publish(connection, need, async (github) => {
    const isOwn = await learnOwn(github, connection.token);
    const find = async (): Promise<readonly Comment[]> =>
      (await github.list(`GET ${route}`, { issue_number: number }, comment)).filter(
        (c) => isOwn(c.user) && readMarker(marker, c.body) !== undefined,
      );
    const [first, ...rest] = await find();
    if (first !== undefined) return update(github, body, first, rest);
    if (!isWanted) return { is: "nothing to do", why: "the step didn't fail" };
    const made = await makeOnce(
      () => github.send(`POST ${route}`, { issue_number: number, body }, comment),
      async () => (await find())[0],
    );
    return { is: "done", what: "commented on the pull request", url: made.html_url };
  });
}

/** Two runs at once may have made two: the older one stays, the others say so. */
async function update(github: GitHub, body: string, first: Comment, rest: readonly Comment[]): Promise<Publication> {
  const edit = (id: number, text: string): Promise<Comment> =>
    github.send("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", { comment_id: id, body: text }, comment);
  await edit(first.id, body);
  for (const { id } of rest) await edit(id, `Replaced by [the other comment about this hub](${first.html_url}).`);
  return { is: "done", what: "updated the comment on the pull request", url: first.html_url };
}
