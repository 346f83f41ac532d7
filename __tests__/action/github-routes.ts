import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { addComment, addIssue, type Account, type World, type WorldComment, type WorldIssue } from "./github-world.ts";

/** One request, taken apart. */
export interface Asked {
  readonly world: World;
  readonly who: Account;
  readonly ids: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface Told {
  readonly status: number;
  readonly data?: unknown;
  /** A list, to be given page by page. */
  readonly list?: readonly unknown[];
}

export interface Route {
  readonly method: string;
  /** Below the API URL; groups are handed on as ids. */
  readonly path: RegExp;
  readonly query?: readonly string[];
  /** What the token must be allowed to write: any of these. */
  readonly writes?: readonly string[];
  readonly answer: (asked: Asked) => Told;
}

const repo = "/repos/acme/hub-infra";
const mostCharacters = 65_536;

function refuse(status: number, message: string): Told {
  return { status, data: { message, documentation_url: "https://docs.github.com/rest" } };
}

const notFound = refuse(404, "Not Found");
const tooLong = refuse(422, `Validation Failed: body is too long (maximum is ${mostCharacters} characters)`);

function showComment({ id, issue, user, body }: WorldComment): unknown {
  return { id, user, body, html_url: `https://github.test/acme/hub-infra/issues/${issue}#issuecomment-${id}` };
}

function showIssue(issue: WorldIssue): unknown {
  const { number, user, title, body, state, labels, isPullRequest } = issue;
  return {
    number,
    user,
    title,
    body,
    state,
    labels: labels.map((name) => ({ name })),
    html_url: `https://github.test/acme/hub-infra/issues/${number}`,
    ...(isPullRequest ? { pull_request: { url: "" } } : {}),
  };
}

const paging = ["per_page", "page"];
const words = z.strictObject({ body: z.string() });
const newIssue = z.strictObject({ title: z.string().min(1).max(256), body: z.string(), labels: z.array(z.string()) });
const changedIssue = z.strictObject({
  body: z.string().optional(),
  state: z.enum(["open", "closed"]).optional(),
  state_reason: z.enum(["completed", "not_planned", "duplicate"]).optional(),
});
const analysis = z.strictObject({
  commit_sha: z.string().regex(/^[0-9a-f]{40}$/),
  ref: z.string().regex(/^refs\/(heads\/.+|tags\/.+|pull\/\d+\/(merge|head))$/),
  sarif: z.base64(),
  tool_name: z.string(),
  started_at: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  checkout_uri: z.url().optional(),
});

function changeIssue({ world, ids, body }: Asked): Told {
  const issue = world.issues.find((i) => i.number === Number(ids[0]));
  if (issue === undefined) return notFound;
  const change = changedIssue.parse(body);
  if (change.state_reason === "duplicate" && !world.knowsDuplicates) return refuse(422, "Validation Failed");
  if ((change.body ?? "").length > mostCharacters) return tooLong;
  issue.body = change.body ?? issue.body;
  if (change.state !== undefined) [issue.state, issue.reason] = [change.state, change.state_reason];
  return { status: 200, data: showIssue(issue) };
}

function say({ world, who, ids, body }: Asked): Told {
  const number = Number(ids[0]);
  if (!world.issues.some((i) => i.number === number)) return notFound;
  if (world.locked.has(number)) return refuse(403, "Unable to create comment because issue is locked.");
  const said = words.parse(body).body;
  if (said.length > mostCharacters) return tooLong;
  return { status: 201, data: showComment(addComment(world, number, who, said)) };
}

function open({ world, who, body }: Asked): Told {
  const given = newIssue.parse(body);
  if (given.body.length > mostCharacters) return tooLong;
  return { status: 201, data: showIssue(addIssue(world, who, world.takesLabels ? given : { ...given, labels: [] })) };
}

function takeAnalysis({ world, body }: Asked): Told {
  if (world.codeScanning === "hidden") return notFound;
  if (world.codeScanning === "off") {
    return refuse(403, "Code Security must be enabled for this repository to use code scanning.");
  }
  const { commit_sha, ref, sarif, started_at, tool_name } = analysis.parse(body);
  const id = `sarif-${world.analyses.length}`;
  const text = gunzipSync(Buffer.from(sarif, "base64")).toString("utf8");
  world.analyses.push({ id, ref, commit: commit_sha, sarif: text, startedAt: started_at, tool: tool_name });
  return { status: 202, data: { id, url: "" } };
}

function listRuns({ world, ids, query }: Asked): Told {
  const found = world.workflows.find((w) => w.file === ids[0]);
  if (found === undefined || !world.mayReadActions) return notFound;
  const runs = found.runs.filter((r) => r.event === query.event);
  const shown = runs.slice(0, Number(query.per_page)).map(({ createdAt }) => ({
    created_at: createdAt,
    html_url: "https://github.test/acme/hub-infra/actions/runs/1",
  }));
  return { status: 200, data: { total_count: runs.length, workflow_runs: shown } };
}

/** Every operation this GitHub knows. Issues come newest first, comments oldest first, as on the real one. */
export const routes: readonly Route[] = [
  {
    method: "GET",
    path: /^\/user$/,
    answer: ({ who }) =>
      who.type === "User" ? { status: 200, data: who } : refuse(403, "Resource not accessible by integration"),
  },
  {
    method: "GET",
    path: new RegExp(`^${repo}/issues/(\\d+)/comments$`),
    query: paging,
    answer: ({ world, ids }) => ({
      status: 200,
      list: world.comments.filter((c) => c.issue === Number(ids[0])).map(showComment),
    }),
  },
  {
    method: "POST",
    path: new RegExp(`^${repo}/issues/(\\d+)/comments$`),
    writes: ["issues", "pull_requests"],
    answer: say,
  },
  {
    method: "PATCH",
    path: new RegExp(`^${repo}/issues/comments/(\\d+)$`),
    writes: ["issues", "pull_requests"],
    answer: ({ world, ids, body }) => {
      const comment = world.comments.find((c) => c.id === Number(ids[0]));
      if (comment === undefined) return notFound;
      const said = words.parse(body).body;
      if (said.length > mostCharacters) return tooLong;
      comment.body = said;
      return { status: 200, data: showComment(comment) };
    },
  },
  {
    method: "GET",
    path: new RegExp(`^${repo}/issues$`),
    query: [...paging, "state", "labels"],
    answer: ({ world, query }) => {
      if (!world.hasIssues) return refuse(410, "Issues has been disabled in this repository.");
      const found = world.issues.filter((i) => i.state === query.state && i.labels.includes(query.labels ?? ""));
      return { status: 200, list: found.toReversed().map(showIssue) };
    },
  },
  { method: "POST", path: new RegExp(`^${repo}/issues$`), writes: ["issues"], answer: open },
  { method: "PATCH", path: new RegExp(`^${repo}/issues/(\\d+)$`), writes: ["issues"], answer: changeIssue },
  {
    method: "POST",
    path: new RegExp(`^${repo}/code-scanning/sarifs$`),
    writes: ["security_events"],
    answer: takeAnalysis,
  },
  {
    method: "GET",
    path: new RegExp(`^${repo}/code-scanning/sarifs/([\\w-]+)$`),
    answer: ({ world, ids }) =>
      world.analyses.some((a) => a.id === ids[0])
        ? { status: 200, data: { processing_status: world.reading.state, errors: world.reading.errors ?? null } }
        : notFound,
  },
  {
    method: "GET",
    path: new RegExp(`^${repo}/actions/workflows/([\\w.-]+)$`),
    answer: ({ world, ids }) => {
      const found = world.workflows.find((w) => w.file === ids[0]);
      if (found === undefined || !world.mayReadActions) return notFound;
      return { status: 200, data: { state: found.state, created_at: found.createdAt, updated_at: found.updatedAt } };
    },
  },
  {
    method: "GET",
    path: new RegExp(`^${repo}/actions/workflows/([\\w.-]+)/runs$`),
    query: ["event", "per_page"],
    answer: listRuns,
  },
];
