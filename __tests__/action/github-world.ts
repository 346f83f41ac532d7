/** Who is behind a token. */
export interface Account {
  readonly login: string;
  readonly type: "Bot" | "User";
}

export interface WorldComment {
  readonly id: number;
  readonly issue: number;
  readonly user: Account;
  body: string;
}

export interface WorldIssue {
  readonly number: number;
  readonly user: Account;
  readonly title: string;
  readonly isPullRequest: boolean;
  labels: readonly string[];
  body: string;
  state: "open" | "closed";
  reason: string | undefined;
}

export interface WorldAnalysis {
  readonly id: string;
  readonly ref: string;
  readonly commit: string;
  readonly sarif: string;
  readonly startedAt: string;
  readonly tool: string;
}

export interface WorldWorkflow {
  readonly file: string;
  readonly state: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Newest first. */
  readonly runs: readonly { readonly event: string; readonly createdAt: string }[];
}

/** One repository, as GitHub knows it. */
export interface World {
  readonly accounts: Map<string, Account>;
  readonly comments: WorldComment[];
  readonly issues: WorldIssue[];
  readonly analyses: WorldAnalysis[];
  readonly workflows: WorldWorkflow[];
  readonly locked: Set<number>;
  /** What every token may do beside reading: `issues`, `pull_requests`, `security_events`. */
  readonly writes: Set<string>;
  mayReadActions: boolean;
  hasIssues: boolean;
  /** False: labels are left out silently, as for who may not set them. */
  takesLabels: boolean;
  knowsDuplicates: boolean;
  codeScanning: "on" | "off" | "hidden";
  /** What becomes of analyses once they are read. */
  reading: { readonly state: "pending" | "complete" | "failed"; readonly errors?: readonly string[] };
  nextNumber: number;
}

export const bot: Account = { login: "github-actions[bot]", type: "Bot" };
export const person: Account = { login: "octocat", type: "User" };
export const botToken = "ghs_job";
export const personToken = "ghp_person";

/** A repository with one open pull request, number 7, and tokens that may do everything. */
export function createWorld(): World {
  return {
    accounts: new Map([
      [botToken, bot],
      [personToken, person],
    ]),
    comments: [],
    issues: [
      {
        number: 7,
        user: person,
        title: "a pull request",
        isPullRequest: true,
        labels: ["secure-foundry-hub"],
        body: "",
        state: "open",
        reason: undefined,
      },
    ],
    analyses: [],
    workflows: [],
    locked: new Set(),
    writes: new Set(["issues", "pull_requests", "security_events"]),
    mayReadActions: true,
    hasIssues: true,
    takesLabels: true,
    knowsDuplicates: true,
    codeScanning: "on",
    reading: { state: "complete" },
    nextNumber: 100,
  };
}

export function addComment(world: World, issue: number, user: Account, body: string): WorldComment {
  const comment = { id: (world.nextNumber += 1), issue, user, body };
  world.comments.push(comment);
  return comment;
}

export function addIssue(
  world: World,
  user: Account,
  given: Pick<WorldIssue, "title" | "body" | "labels">,
): WorldIssue {
  const number = (world.nextNumber += 1);
  const issue: WorldIssue = { ...given, number, user, isPullRequest: false, state: "open", reason: undefined };
  world.issues.push(issue);
  return issue;
}

/** The open issues that aren't pull requests. */
export function openIssues(world: World): readonly WorldIssue[] {
  return world.issues.filter((i) => i.state === "open" && !i.isPullRequest);
}

export function commentsOn(world: World, issue: number): readonly string[] {
  return world.comments.filter((c) => c.issue === issue).map((c) => c.body);
}
