import type { Browser } from "../snapshot/browser.ts";

/** What of the browsers can't be seen from here: a line each. */
export function browsersNotSeen(browsers: readonly Browser[]): readonly string[] {
  if (browsers.length === 0) {
    return [
      "The browser of whoever can't get in: its DNS over HTTPS must be off, and the studio's page allowed to reach the local network.",
    ];
  }
  return browsers.flatMap(({ name, notRead }) => notRead.map((what) => `${name}: ${what}`));
}
