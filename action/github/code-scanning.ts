import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { z } from "zod";
import { hideSecrets } from "../../src/redaction.ts";
import type { Connection } from "./connection.ts";
import type { Need } from "./explain-trouble.ts";
import { readCodeScanningAnswer } from "./code-scanning-answer.ts";
import { troubleOf } from "./github-error.ts";
import type { GitHub } from "./github.ts";
import type { Publication } from "./publication.ts";
import { publish } from "./publish.ts";
import type { RunPlace } from "./run-place.ts";

/** An analysis to show in code scanning. */
export interface Analysis {
  /** SARIF 2.1.0, as text. */
  readonly sarif: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

const need: Need = {
  what: "Code scanning has no new analysis",
  permission: "security-events: write",
  read: readCodeScanningAnswer,
};
const receipt = z.looseObject({ id: z.string() });
const status = z.looseObject({
  processing_status: z.enum(["pending", "complete", "failed"]),
  errors: z.array(z.string()).nullish(),
});
type Status = z.infer<typeof status>;

/** What GitHub takes, compressed. */
const mostBytes = 10 * 1024 * 1024;
/** Small analyses are read within seconds; a job doesn't wait longer for it. */
const pausesMs = [1_000, 2_000, 4_000];

/** Hands an analysis to code scanning, and hears whether it was taken. Never throws. */
export async function uploadAnalysis(connection: Connection, analysis: Analysis): Promise<Publication> {
  const { place } = connection;
  const at = locate(place);
  if (at === undefined)
    return { is: "nothing to do", why: "the run belongs to no commit of a branch, tag or pull request" };
  const packed = await promisify(gzip)(analysis.sarif);
  if (packed.byteLength > mostBytes) {
    return {
      is: "not done",
      because: "failed",
      why: `${need.what}: it is ${packed.byteLength} bytes compressed, and GitHub takes ${mostBytes}.`,
      fix: "Scan fewer hubs in one run; the SARIF file has all of it.",
    };
  }
  const parameters = {
    ...at,
    sarif: packed.toString("base64"),
    tool_name: "secure-foundry-hub",
    // Without the fraction, as GitHub documents it.
    started_at: analysis.startedAt.replace(/\.\d+Z$/, "Z"),
  };
  return publish(connection, need, async (github) => {
    const { id } = await github.send("POST /repos/{owner}/{repo}/code-scanning/sarifs", parameters, receipt);
    return describe(await awaitReading(github, connection, id), place);
  });
}

/** The ref and commit an analysis is filed under: they must belong together. */
function locate({
  ref,
  sha,
  pullRequest,
}: RunPlace): { readonly ref: string; readonly commit_sha: string } | undefined {
  if (/^refs\/pull\/\d+\/(merge|head)$/.test(ref) && sha !== "") return { ref, commit_sha: sha };
  // Events like pull_request_target run on the base branch, whose alerts the pull request's must not replace.
  if (pullRequest?.headSha !== undefined) {
    return { ref: `refs/pull/${pullRequest.number}/head`, commit_sha: pullRequest.headSha };
  }
  return /^refs\/(heads|tags)\//.test(ref) && sha !== "" ? { ref, commit_sha: sha } : undefined;
}

/** Taking an analysis in is not reading it: GitHub does that after, and may find it wanting. */
async function awaitReading(github: GitHub, { clock, limits }: Connection, id: string): Promise<Status> {
  const pending: Status = { processing_status: "pending" };
  let last = pending;
  for (const pause of pausesMs.filter((ms) => 4 * ms < limits.budgetMs)) {
    await clock.sleep(pause);
    last = await github
      .send("GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}", { sarif_id: id }, status)
      // It is there for sure: whether it was read just can't be told.
      .catch((error: unknown) => {
        if (troubleOf(error).is === "stopped") throw error;
        return pending;
      });
    if (last.processing_status !== "pending") return last;
  }
  return last;
}

function describe({ processing_status: state, errors }: Status, place: RunPlace): Publication {
  if (state === "failed") {
    const said = hideSecrets((errors ?? []).join("; ")).slice(0, 300);
    return {
      is: "not done",
      because: "failed",
      why: `${need.what}: GitHub could not read it${said === "" ? "" : ` (${said})`}.`,
      fix: "Report this line as a bug.",
    };
  }
  const what =
    state === "complete" ? "code scanning read the analysis" : "code scanning has the analysis, and reads it";
  return { is: "done", what, url: `${place.serverUrl}/${place.owner}/${place.repo}/security/code-scanning` };
}
