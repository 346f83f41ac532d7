import { runErrorCodes } from "../checks/run-error-codes.ts";
import { RunError } from "../errors.ts";

/** What ends a wait when the run is cancelled. */
export function cancelled(): RunError {
  return new RunError("SFH905", "Cancelled.", { fix: runErrorCodes.SFH905.mend });
}
