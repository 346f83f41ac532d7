import type { Browser } from "../snapshot/browser.ts";

/** The browsers somebody on this machine uses, as far as their files tell. */
export async function findBrowsers(): Promise<readonly Browser[]> {
  return [];
}
