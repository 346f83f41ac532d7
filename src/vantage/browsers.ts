import type { Browser } from "../snapshot/browser.ts";
import { readChromium } from "./browsers/chromium.ts";
import { readFirefox } from "./browsers/firefox.ts";
import { chromiumPlaces, firefoxPlaces, type Machine, type Places } from "./browsers/places.ts";
import { readSettings } from "./browsers/settings-file.ts";

/**
 * The browsers somebody on this machine uses or manages, as far as plain files tell: reads only, starts nothing. Policies
 * in the registry and in property lists are not read, and that is said of each browser.
 */
export async function findBrowsers(machine: Machine): Promise<readonly Browser[]> {
  const found: Browser[] = [];
  const kinds = [
    ...chromiumPlaces(machine).map((places) => ({ places, read: readChromium })),
    { places: firefoxPlaces(machine), read: readFirefox },
  ];
  for (const { places, read } of kinds) {
    const browser = await read(places);
    if (browser !== undefined) found.push({ ...browser, notRead: [...browser.notRead, ...(await hidden(places))] });
  }
  return found;
}

async function hidden({ name, hiddenPolicies }: Places): Promise<readonly string[]> {
  if (hiddenPolicies === undefined) return [];
  const isFile = hiddenPolicies.endsWith(".plist");
  if (isFile && (await readSettings(hiddenPolicies)).is === "absent") return [];
  return [`policies in ${hiddenPolicies}: ${policyPages[name]} shows them`];
}

const policyPages: Readonly<Record<Browser["name"], string>> = {
  Firefox: "about:policies",
  "Microsoft Edge": "edge://policy",
  "Google Chrome": "chrome://policy",
  Chromium: "chrome://policy",
};
