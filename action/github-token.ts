import { setTimeout as sleep } from "node:timers/promises";
import { RunError } from "../src/errors.ts";
import { redact } from "../src/azure/redaction.ts";

/** Asks GitHub for a token for one audience; `getIDToken` of @actions/core. */
export type GetIdToken = (audience: string) => Promise<string>;

/** GitHub answers within a second; its client asks again for ten, and would wait three minutes for a silent server. */
const patienceMs = 60_000;

/** A fresh token of the workflow. Throws RunError SFH906, in GitHub's words, where there is none to be had. */
export async function askGithub(getIdToken: GetIdToken, audience: string, waitMs = patienceMs): Promise<string> {
  const over = new AbortController();
  const silence = sleep(waitMs, undefined, { signal: over.signal, ref: false }).then(() => {
    throw new Error(`no answer within ${String(waitMs / 1_000)} s`);
  });
  try {
    return await Promise.race([getIdToken(audience), silence]);
  } catch (error) {
    throw noToken(error instanceof Error ? error.message : String(error), error);
  } finally {
    // Ended before its time it rejects, and nobody asks any more.
    silence.catch(() => undefined);
    over.abort();
  }
}

function noToken(message: string, cause: unknown): RunError {
  const status = /Error Code : (\d{3})/.exec(message)?.[1];
  const said = redact(
    message
      .replace(/\s+/g, " ")
      .replace(/^.*Error Message: /, "")
      .replace(/^Error message: /, ""),
  );
  const isOther = message.includes("do not have ID Token");
  const what = isOther
    ? "it answered something else than a token"
    : `${status === undefined ? "it can't be asked" : `it answered ${status}`}: ${said.slice(0, 300)}`;
  return new RunError("SFH906", `GitHub's token service gave this job no identity token: ${what}.`, {
    fix:
      status === "401" || status === "403"
        ? "Add to the job: permissions: { id-token: write, contents: read }. Where it is there, run the job again."
        : "Run the job again; githubstatus.com tells whether Actions is ill. Behind a proxy, check https_proxy and no_proxy of the runner.",
    cause,
  });
}
