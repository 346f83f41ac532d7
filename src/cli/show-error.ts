import { runErrorCodes } from "../checks/run-error-codes.ts";
import { RunError, type FilePlace, type RunErrorCode } from "../errors.ts";
import { hideSecrets } from "../redaction.ts";
import { renderErrorSarif } from "../report/sarif.ts";
import { exitCodeOfError } from "../report/verdict.ts";
import { version } from "./compose.ts";
import type { Shell } from "./shell.ts";

export interface ErrorFormat {
  /** What standard output is asked for: an error as JSON or SARIF goes there too. */
  readonly output: string;
  /** Stack traces are for whoever asks for them. */
  readonly isVerbose: boolean;
}

/**
 * Says what went wrong, once, with what to do about it; ends with 1, 3 for a saved plan that doesn't fit, or 130 where
 * somebody stopped the run.
 */
export function showError(shell: Shell, error: unknown, { output, isVerbose }: ErrorFormat): void {
  const shown = describeError(error);
  const { bad, bold } = shell.err.palette;
  const lines = [
    `${bold(bad(`error ${shown.code}:`))} ${shown.message}`,
    `  fix: ${shown.fix}`,
    ...(shown.correlationId === "" ? [] : [`  correlation id: ${shown.correlationId}`]),
    ...(isVerbose && error instanceof Error ? [error.stack ?? "", causeOf(error)] : []),
  ];
  shell.err.write(hideSecrets(`${lines.filter((l) => l !== "").join("\n")}\n`));
  const exitCode = exitCodeOfError(shown.code);
  if (output === "json") shell.out.write(renderErrorJson(shown));
  if (output === "sarif") shell.out.write(renderErrorSarif(shown, version, exitCode));
  shell.end(exitCode);
}

function renderErrorJson(shown: ShownError): string {
  return `${JSON.stringify({ schema: "secure-foundry-hub/error/1", ...shown }, undefined, 2)}\n`;
}

export interface ShownError {
  readonly code: RunErrorCode | "unexpected";
  readonly message: string;
  readonly fix: string;
  readonly correlationId: string;
  /** The line of the config file that has to be mended, where it is the config. */
  readonly at?: FilePlace;
}

/** The parts of an error people are shown; for one the program didn't expect, how to report it. `toSeeMore`: how to see its stack. */
export function describeError(error: unknown, toSeeMore = "run with --verbose"): ShownError {
  if (error instanceof RunError) {
    const { fix = runErrorCodes[error.code].mend, correlationId = "", at } = error.details;
    return { code: error.code, message: error.message, fix, correlationId, ...(at === undefined ? {} : { at }) };
  }
  const message = hideSecrets(error instanceof Error ? error.message : String(error));
  const fix = `This is a fault of the program: ${toSeeMore} and report what it prints.`;
  return { code: "unexpected", message, fix, correlationId: "" };
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? `caused by ${error.cause.stack ?? error.cause.message}` : "";
}
