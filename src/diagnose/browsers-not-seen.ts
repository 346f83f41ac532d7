import type { Browser } from "../snapshot/browser.ts";

/** What of the browsers can't be seen from here: a line each. */
export function browsersNotSeen(browsers: readonly Browser[]): readonly string[] {
  if (browsers.length === 0) {
    return [
      "Browsers: turn DNS over HTTPS off where the studio is used, and allow its page to reach the local network.",
    ];
  }
  return browsers.flatMap(({ name, notRead }) => notRead.map((what) => `${name}: ${what}`));
}
