import type { NotDone } from "./publication.ts";
import { hasReadOnlyToken, type RunPlace } from "./run-place.ts";

const permission = "permissions: { security-events: write }";

/**
 * What an answer of code scanning means. GitHub says it where the feature is off, but not always: a 404 can be either, and
 * only a public repository always has it.
 */
export function readCodeScanningAnswer(
  { status, message }: { readonly status: number; readonly message: string },
  place: RunPlace,
): Omit<NotDone, "is"> | undefined {
  const said = `${status}${message === "" ? "" : ` ${message}`}`;
  const turnOn = `Turn on Code Security in the settings of ${place.owner}/${place.repo} (Advanced Security)`;
  if (/security must be enabled|not enabled for code scanning|code scanning is not enabled/i.test(message)) {
    return { because: "not allowed", why: `code scanning is off for this repository (${said})`, fix: `${turnOn}.` };
  }
  if (status === 404 && place.isPublic !== true && !hasReadOnlyToken(place)) {
    return {
      because: "not allowed",
      why: `code scanning is off for this repository, or the token may not see it (${said})`,
      fix: `${turnOn}, and add to what the job has: ${permission}`,
    };
  }
  if (status === 413) {
    return { because: "failed", why: `it is too large for GitHub (${said})`, fix: "Scan fewer hubs in one run." };
  }
  return undefined;
}
