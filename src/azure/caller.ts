import type { TokenCredential } from "@azure/identity";

import { RunError } from "../errors.ts";
import { idAt } from "./document.ts";
import { describeFault } from "./faults.ts";

/**
 * Gets a first token, so that a failed sign-in ends the run before anything is asked; gives the caller's object id.
 * Throws RunError SFH906 where there is no token to be had, SFH905 where the run is cancelled meanwhile.
 */
export async function signIn(
  credential: TokenCredential,
  scope: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    const token = await credential.getToken(scope, signal === undefined ? {} : { abortSignal: signal });
    if (token === null) throw new RunError("SFH906", "The credential gave no token.");
    return objectIdIn(token.token);
  } catch (error) {
    if (error instanceof RunError) throw error;
    if (signal?.aborted === true) throw new RunError("SFH905", "Cancelled.", { cause: error });
    const fault = describeFault(error);
    throw new RunError("SFH906", `Signing in failed: ${fault.why}`, {
      ...(fault.fix === undefined ? {} : { fix: fault.fix }),
      cause: error,
    });
  }
}

/** The `oid` claim, read without a check: it only names the caller in reports. Undefined for a token that isn't a JWT. */
export function objectIdIn(token: string): string | undefined {
  const payload = token.split(".")[1];
  if (payload === undefined) return undefined;
  try {
    return idAt(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")), "oid");
  } catch {
    return undefined;
  }
}
