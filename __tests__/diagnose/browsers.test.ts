import { expect, test } from "vitest";
import type { Report } from "../../src/report/report.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { findBrowsers } from "../../src/vantage/browsers.ts";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { home, layOut } from "../support/browser-files.ts";
import { estateNamed } from "../support/edit-estate.ts";
import { nothingGiven } from "../support/twin-vantage.ts";

const hardened = estateNamed("hardened");
const firefox = `${home}/.mozilla/firefox/a.default/prefs.js`;

async function diagnose(files: Readonly<Record<string, unknown>>, estate: EstateDocument = hardened): Promise<Report> {
  const browsers = await findBrowsers(await layOut(files));
  return (await runOnTwin(estate)).diagnose({ given: { ...nothingGiven, browsers } });
}

function ours({ findings }: Report): readonly string[] {
  return findings.filter(({ code }) => code === "SFH708" || code === "SFH709").map(({ detail }) => detail);
}

test.each([
  ["nobody set anything", { [firefox]: "", [`${home}/.config/chromium/Local State`]: {} }],
  ["what is off is off", { [firefox]: 'user_pref("network.trr.mode", 5);' }],
  [
    "Chrome asks the machine's own server, encrypted where it can",
    { [`${home}/.config/google-chrome/Local State`]: { dns_over_https: { mode: "automatic" } } },
  ],
  [
    "every private name is left out",
    {
      [firefox]: [
        'user_pref("network.trr.mode", 3);',
        'user_pref("network.trr.excluded-domains", "azureml.ms, azure.net, azurecr.io, windows.net, azure.com");',
      ].join("\n"),
    },
  ],
  [
    "the studio's pages of another cloud are no matter here",
    { "etc/opt/edge/policies/managed/a.json": { LocalNetworkBlockedForUrls: ["https://ai.azure.us", "[*.]azure.cn"] } },
  ],
  ["a policy allows it", { "etc/opt/edge/policies/managed/a.json": { LocalNetworkAllowedForUrls: ["[*.]azure.com"] } }],
])("no finding where %s", async (_, files) => {
  const report = await diagnose(files);
  expect(ours(report)).toEqual([]);
  expect(report.chain?.find(({ link }) => link === "client-side")?.state).toBe("holding");
});

test("a name that isn't left out is named", async () => {
  const report = await diagnose({
    [firefox]: 'user_pref("network.trr.mode", 2);\nuser_pref("network.trr.excluded-domains", "azureml.ms");',
  });
  expect(ours(report)).toEqual([expect.stringMatching(/for (?!\S*azureml\.ms)\S+ and \d+ more private names/)]);
});

test("settings that can't be read are named among what can't be seen", async () => {
  const report = await diagnose({ [`${home}/.config/chromium/Local State`]: "{" });
  expect(report.diagnosis?.notSeen).toEqual(
    expect.arrayContaining([expect.stringMatching(/^Chromium: .*Local State is no JSON$/)]),
  );
  expect(ours(report)).toEqual([]);
});
