import { isUnsure, troubleOf } from "./github-error.ts";

/**
 * Makes one thing. Where the answer got lost it may be there all the same, so it is looked for before it is made again.
 */
export async function makeOnce<T>(make: () => Promise<T>, find: () => Promise<T | undefined>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (!isUnsure(troubleOf(error))) throw error;
  }
  return (await find()) ?? make();
}
