import { z } from "zod";
import type { Environment } from "../../src/cli/shell.ts";

/** The pull request a run belongs to. */
export interface PullRequest {
  readonly number: number;
  /** Last commit of its branch; undefined where the event doesn't say (a comment on it). */
  readonly headSha: string | undefined;
  readonly isFork: boolean;
}

/** Where on GitHub a run happens. URLs have no slash at the end. */
export interface RunPlace {
  readonly apiUrl: string;
  readonly serverUrl: string;
  readonly owner: string;
  readonly repo: string;
  readonly sha: string;
  readonly ref: string;
  readonly event: string;
  readonly pullRequest: PullRequest | undefined;
  /** This attempt of the run, for people. */
  readonly runUrl: string;
  /** Undefined where the event doesn't say. */
  readonly isPublic: boolean | undefined;
}

const number = z.number().int().positive();
const repository = z.looseObject({
  private: z.boolean().optional().catch(undefined),
});
const pullRequest = z.looseObject({
  number,
  // The repository is null once a fork is deleted.
  head: z.looseObject({ sha: z.string(), repo: z.looseObject({ full_name: z.string() }).nullable() }),
});
const issue = z.looseObject({ number, pull_request: z.looseObject({}) });

/** What is needed of an event; a part that isn't as it should be counts as absent. */
const eventSchema = z
  .looseObject({
    repository: repository.optional().catch(undefined),
    pull_request: pullRequest.optional().catch(undefined),
    issue: issue.optional().catch(undefined),
  })
  .catch({});

/** Reads the runner's variables and the event's payload (any JSON value); undefined outside of a workflow's job. */
export function readRunPlace(env: Environment, event: unknown): RunPlace | undefined {
  const [owner = "", repo = "", more] = (env.GITHUB_REPOSITORY ?? "").split("/");
  const runId = env.GITHUB_RUN_ID ?? "";
  if (owner === "" || repo === "" || more !== undefined || runId === "") return undefined;
  const payload = eventSchema.parse(event);
  const serverUrl = trim(env.GITHUB_SERVER_URL, "https://github.com");
  const isPrivate = payload.repository?.private;
  return {
    apiUrl: trim(env.GITHUB_API_URL, "https://api.github.com"),
    serverUrl,
    owner,
    repo,
    sha: env.GITHUB_SHA ?? "",
    ref: env.GITHUB_REF ?? "",
    event: env.GITHUB_EVENT_NAME ?? "",
    pullRequest: pullRequestOf(payload, `${owner}/${repo}`),
    runUrl: `${serverUrl}/${owner}/${repo}/actions/runs/${runId}/attempts/${env.GITHUB_RUN_ATTEMPT ?? "1"}`,
    isPublic: isPrivate === undefined ? undefined : !isPrivate,
  };
}

/** Where a text comes from, as one line of Markdown: it is copied into tickets. Nothing outside of a workflow. */
export function describeRun(place: RunPlace | undefined): string {
  if (place === undefined) return "";
  const { runUrl, sha, event } = place;
  const from = event === "" ? "" : `, started by ${event}`;
  return `[Run](${runUrl})${from}${sha === "" ? "" : ` at ${sha.slice(0, 7)}`}.`;
}

function trim(url: string | undefined, otherwise: string): string {
  return (url === undefined || url === "" ? otherwise : url).replace(/\/+$/, "");
}

function pullRequestOf(payload: z.infer<typeof eventSchema>, fullName: string): PullRequest | undefined {
  const { pull_request: pull, issue: commented } = payload;
  if (pull === undefined) {
    // A comment on a pull request runs on the default branch, with the repository's own token.
    return commented === undefined ? undefined : { number: commented.number, headSha: undefined, isFork: false };
  }
  const from = pull.head.repo?.full_name.toLowerCase();
  return { number: pull.number, headSha: pull.head.sha, isFork: from !== fullName.toLowerCase() };
}

/** Whether GitHub gives this run a token that may only read, whatever the workflow's permissions are. */
export function hasReadOnlyToken({ event, pullRequest: pull }: RunPlace): boolean {
  return pull?.isFork === true && event !== "pull_request_target";
}
