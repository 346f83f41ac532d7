/** What can go wrong between us and GitHub. */
export type Trouble =
  | { readonly is: "no token" }
  /** The run was stopped. */
  | { readonly is: "stopped" }
  /** No answer within the limits. */
  | { readonly is: "slow" }
  | { readonly is: "unreachable"; readonly how: string }
  /** GitHub asks to wait, for `waitMs`. */
  | { readonly is: "limited"; readonly waitMs: number }
  /** An answer that says no; `waitMs` where it asks to come again. */
  | {
      readonly is: "answered";
      readonly status: number;
      readonly message: string;
      readonly waitMs: number | undefined;
    }
  /** An answer that makes no sense. */
  | { readonly is: "strange"; readonly what: string };

/** The one error that is thrown below `publish`, and ends there. */
export class GitHubError extends Error {
  override readonly name = "GitHubError";
  readonly trouble: Trouble;

  constructor(trouble: Trouble, cause?: unknown) {
    super(trouble.is, cause === undefined ? undefined : { cause });
    this.trouble = trouble;
  }
}

/** The trouble behind anything that was thrown. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof GitHubError) return error.trouble;
  return { is: "strange", what: error instanceof Error ? error.message : String(error) };
}

/** Whether GitHub may have done what was asked without our having heard of it. */
export function isUnsure(trouble: Trouble): boolean {
  if (trouble.is === "answered") return trouble.status >= 500;
  return trouble.is === "slow" || trouble.is === "unreachable" || trouble.is === "strange";
}
