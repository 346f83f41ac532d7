import { RunError } from "../../src/errors.ts";

/** The RunError a piece of work ends in; fails where it ends in anything else. */
export async function runErrorOf(work: () => unknown): Promise<RunError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof RunError) return error;
    throw error;
  }
  throw new Error("expected a RunError, and nothing was thrown");
}
