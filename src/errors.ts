import { hideSecrets } from "./redaction.ts";

/**
 * Why a run could not go on: a closed set of codes, explained by `explain CODE`.
 * Findings about the hub have codes of their own (checks/codes.ts).
 */
export type RunErrorCode =
  | "SFH403" // the caller lacks an action
  | "SFH901" // throttled for longer than the run waits
  | "SFH902" // a lock
  | "SFH903" // a policy
  | "SFH904" // a resource provider is not registered
  | "SFH905" // cancelled
  | "SFH906" // sign-in failed
  | "SFH907" // Azure could not be reached, or the connection broke
  | "SFH908" // an answer that makes no sense here
  | "SFH909" // Azure refused or failed an operation it had accepted
  | "SFH910" // the id given is not a hub's
  | "SFH911" // the hub doesn't exist or can't be read
  | "SFH912" // bad configuration or input
  | "SFH913" // a poll URL or next page leads to another host
  | "SFH914" // a wait passed its budget
  | "SFH915" // the world moved under the run
  | "SFH916" // somebody else writes to the hub
  | "SFH917" // not what the saved plan holds
  | "SFH918"; // not for a run that nobody watches

/** A line of a file, counted from 1. The path is from the repository's root where the file is in one. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
}

export interface RunErrorDetails {
  /** The exact thing to do: an az line, a YAML line, or a sentence. */
  readonly fix?: string;
  readonly correlationId?: string;
  /** Azure's own error code, where it gave one. */
  readonly azureCode?: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** The first line of the config file that has to be mended, where it is the config. */
  readonly at?: FilePlace;
  readonly cause?: unknown;
}

/** The one error the engine throws on purpose. `message` says what happened and the probable reason. */
export class RunError extends Error {
  override readonly name = "RunError";
  readonly code: RunErrorCode;
  readonly details: RunErrorDetails;

  constructor(code: RunErrorCode, message: string, details: RunErrorDetails = {}) {
    super(hideSecrets(message), details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.details = details.fix === undefined ? details : { ...details, fix: hideSecrets(details.fix) };
  }
}
