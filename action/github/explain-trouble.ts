import { hideSecrets } from "../../src/redaction.ts";
import { describeDuration } from "../../src/report/words.ts";
import type { Connection } from "./connection.ts";
import type { Trouble } from "./github-error.ts";
import type { Because, NotDone } from "./publication.ts";
import { hasReadOnlyToken, type RunPlace } from "./run-place.ts";

type Answered = Extract<Trouble, { is: "answered" }>;
type Told = Omit<NotDone, "is">;

/** What a publication is, and what it takes. */
export interface Need {
  /** What isn't there now: `The pull request has no comment`. */
  readonly what: string;
  /** As YAML writes it: `issues: write`. */
  readonly permission: string;
  /** Reads answers that mean something of their own here. */
  readonly read?: (answer: Answered, place: RunPlace) => Told | undefined;
}

/** The token as the step is given it. */
const tokenLine = "github-token: ${{ github.token }}";
const later = "Run the job again later.";

/** Says what a trouble means, and what mends it. */
export function explainTrouble(trouble: Trouble, need: Need, { place, limits }: Connection): NotDone {
  const { because, why, fix } = tell(trouble, need, place, limits.budgetMs);
  return { is: "not done", because, why: hideSecrets(`${need.what}: ${why}.`), fix: hideSecrets(fix) };
}

function tell(trouble: Trouble, need: Need, place: RunPlace, budgetMs: number): Told {
  switch (trouble.is) {
    case "no token":
      return told("no token", "the step was given no token", `Add to the step: with: { ${tokenLine} }`);
    case "stopped":
      return told("stopped", "the run was stopped before", later);
    case "slow":
      return told("failed", `GitHub did not answer within ${describeDuration(budgetMs)}`, later);
    case "unreachable":
      return told(
        "failed",
        `${place.apiUrl} can't be reached (${trouble.how})`,
        `Let the runner reach ${place.apiUrl}; HTTPS_PROXY is respected.`,
      );
    case "limited":
      return told("failed", `GitHub asks to wait ${describeDuration(trouble.waitMs)} (rate limit)`, later);
    case "strange":
      return told("failed", `GitHub's answer makes no sense (${trouble.what})`, later);
    case "answered":
      return need.read?.(trouble, place) ?? tellAnswer(trouble, need, place);
  }
}

function tellAnswer({ status, message }: Answered, need: Need, place: RunPlace): Told {
  const said = `${status}${message === "" ? "" : ` ${message}`}`;
  if (status === 401) return told("not allowed", `GitHub doesn't take the token (${said})`, `Set ${tokenLine}`);
  if (/locked/i.test(message)) {
    return told("not allowed", `the conversation is locked (${said})`, "Unlock it: gh issue unlock or gh pr unlock.");
  }
  if (status === 403 || status === 404) return tellForbidden(said, need, place);
  if (status === 410) {
    const line = `gh repo edit ${place.owner}/${place.repo} --enable-issues`;
    return told("not allowed", `issues are turned off in this repository (${said})`, `Turn them on: ${line}`);
  }
  if (status >= 500) return told("failed", `GitHub failed (${said})`, later);
  if (status < 400) {
    return told("failed", `the repository has another address now (${said})`, "Start a new run of the workflow.");
  }
  return told("failed", `GitHub doesn't take what it was sent (${said})`, "Report this line as a bug.");
}

function tellForbidden(said: string, need: Need, place: RunPlace): Told {
  if (hasReadOnlyToken(place)) {
    return told(
      "fork",
      `the pull request comes from a fork, and its token may only read (${said})`,
      "Nothing in this workflow mends it: the job summary has the same text.",
    );
  }
  return told(
    "not allowed",
    `the token may not do it, or not see it (${said})`,
    `Add to what the job has: permissions: { ${need.permission} }`,
  );
}

function told(because: Because, why: string, fix: string): Told {
  return { because, why, fix };
}
