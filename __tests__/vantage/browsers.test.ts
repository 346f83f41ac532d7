import { expect, test } from "vitest";
import type { Browser } from "../../src/snapshot/browser.ts";
import { findBrowsers } from "../../src/vantage/browsers.ts";
import { coversPage } from "../../src/vantage/browsers/url-pattern.ts";
import { home, layOut } from "../support/browser-files.ts";

const chrome = `${home}/.config/google-chrome`;
const firefox = `${home}/.mozilla/firefox/x1.default`;
const trr = (mode: number): string => `// Mozilla\nuser_pref("network.trr.mode", ${String(mode)});\n`;

async function look(files: Readonly<Record<string, unknown>>, platform?: string): Promise<readonly Browser[]> {
  return findBrowsers(await layOut(files, platform));
}

async function dnsOf(files: Readonly<Record<string, unknown>>): Promise<string> {
  const [browser] = await look(files);
  const dns = browser?.dnsOverHttps;
  return dns === undefined ? "not told" : `${dns.value} by ${dns.by}`;
}

async function pagesOf(files: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const [browser] = await look(files);
  return browser?.localNetworkAccess.map(({ page, value, by }) => `${page} ${value} by ${by}`) ?? [];
}

test("a machine without profiles and policies has no browser", async () => {
  expect(await look({})).toEqual([]);
  expect(await look({ [`${home}/.config/google-chrome/Crashpad/settings.dat`]: "" })).toEqual([]);
});

test.each([
  ["secure, by the user", { [`${chrome}/Local State`]: { dns_over_https: { mode: "secure" } } }, "on by user"],
  ["off, by the user", { [`${chrome}/Local State`]: { dns_over_https: { mode: "off" } } }, "off by user"],
  ["never touched", { [`${chrome}/Local State`]: { browser: {} } }, "not told"],
  ["a word nobody knows", { [`${chrome}/Local State`]: { dns_over_https: { mode: "toString" } } }, "not told"],
  [
    "automatic asks the machine's own server",
    { [`${chrome}/Local State`]: { dns_over_https: { mode: "automatic", templates: "" } } },
    "automatic by user",
  ],
  [
    "automatic with a server of its own",
    { [`${chrome}/Local State`]: { dns_over_https: { mode: "automatic", templates: "https://dns.example/q{?dns}" } } },
    "on by user",
  ],
  [
    "a policy counts before the user",
    {
      [`${chrome}/Local State`]: { dns_over_https: { mode: "secure" } },
      "etc/opt/chrome/policies/managed/a.json": { DnsOverHttpsMode: "off" },
    },
    "off by policy",
  ],
  [
    "with any policy and none for this it asks nobody else",
    {
      [`${chrome}/Local State`]: { dns_over_https: { mode: "secure" } },
      "etc/opt/chrome/policies/managed/a.json": { HomepageLocation: "https://northwind.example" },
    },
    "off by policy",
  ],
  [
    "of several policy files the last counts",
    {
      "etc/opt/edge/policies/managed/a.json": { DnsOverHttpsMode: "off" },
      "etc/opt/edge/policies/managed/b.json": {
        DnsOverHttpsMode: "secure",
        DnsOverHttpsTemplates: "https://x.example",
      },
    },
    "on by policy",
  ],
])("DNS over HTTPS of Chrome and Edge: %s", async (_, files, expected) => {
  expect(await dnsOf(files)).toBe(expected);
});

test.each([
  ["2 asks its own server first", { [`${firefox}/prefs.js`]: trr(2) }, "on by user"],
  ["3 asks no other", { [`${firefox}/prefs.js`]: trr(3) }, "on by user"],
  ["5 is off by choice", { [`${firefox}/prefs.js`]: trr(5) }, "off by user"],
  ["0 is the default, which nobody tells", { [`${firefox}/prefs.js`]: trr(0) }, "not told"],
  ["user.js is laid over prefs.js", { [`${firefox}/prefs.js`]: trr(3), [`${firefox}/user.js`]: trr(5) }, "off by user"],
  [
    "a comment sets nothing",
    { [`${firefox}/prefs.js`]: `// user_pref("network.trr.mode", 3);\nuser_pref("a", "b");` },
    "not told",
  ],
  [
    "one profile of two is enough",
    { [`${firefox}/prefs.js`]: trr(5), [`${home}/.mozilla/firefox/z2.work/prefs.js`]: trr(3) },
    "on by user",
  ],
  [
    "a locked policy counts before the user",
    {
      [`${firefox}/prefs.js`]: trr(3),
      "etc/firefox/policies/policies.json": { policies: { DNSOverHTTPS: { Enabled: false, Locked: true } } },
    },
    "off by policy",
  ],
  [
    "one that isn't locked is a default",
    {
      [`${firefox}/prefs.js`]: trr(5),
      "usr/lib/firefox-esr/distribution/policies.json": { policies: { DNSOverHTTPS: { Enabled: true } } },
    },
    "off by user",
  ],
])("DNS over HTTPS of Firefox: %s", async (_, files, expected) => {
  expect(await dnsOf(files)).toBe(expected);
});

test("Firefox leaves out the domains that the profile or the policy names", async () => {
  const [own] = await look({
    [`${firefox}/prefs.js`]: `${trr(3)}user_pref("network.trr.excluded-domains", "Api.azureml.ms, core.windows.net");`,
  });
  expect(own?.dnsOverHttps?.except).toEqual(["api.azureml.ms", "core.windows.net"]);
  const [managed] = await look({
    "etc/firefox/policies/policies.json": {
      policies: { DNSOverHTTPS: { Enabled: true, Locked: true, ExcludedDomains: ["api.azureml.ms", 7] } },
    },
  });
  expect(managed?.dnsOverHttps?.except).toEqual(["api.azureml.ms"]);
});

const state = { [`${chrome}/Local State`]: {} };
const profile = (settings: unknown): Readonly<Record<string, unknown>> => ({
  ...state,
  [`${chrome}/Default/Preferences`]: { profile: settings },
});
const exception = (permission: string, pattern: string, setting: number): unknown => ({
  content_settings: { exceptions: { [permission]: { [pattern]: { setting } } } },
});

test.each([
  ["nobody decided", profile({}), []],
  [
    "a user said no to one page",
    profile(exception("local_network_access", "https://ai.azure.com:443,*", 2)),
    ["https://ai.azure.com blocked by user"],
  ],
  [
    "a user said yes",
    profile(exception("local_network", "https://ml.azure.com:443,*", 1)),
    ["https://ml.azure.com allowed by user"],
  ],
  ["asking each time is no decision", profile(exception("local_network", "https://ml.azure.com:443,*", 3)), []],
  [
    "another page is none of ours",
    profile(exception("local_network", "https://ai.azure.com.evil.example:443,*", 2)),
    [],
  ],
  [
    "a policy for a whole domain counts before the user",
    {
      ...profile(exception("local_network_access", "https://ai.azure.com:443,*", 2)),
      "etc/opt/chrome/policies/managed/lna.json": { LocalNetworkAllowedForUrls: ["[*.]azure.com"] },
    },
    ["https://ai.azure.com allowed by policy", "https://ml.azure.com allowed by policy"],
  ],
  [
    "of the policies the newer ones count first, and what is blocked before what is allowed",
    {
      "etc/opt/chrome/policies/managed/lna.json": {
        LocalNetworkAccessBlockedForUrls: ["*"],
        LocalNetworkAllowedForUrls: ["https://ai.azure.com", "https://ai.azure.us", "studio.ml.azure.cn"],
        LocalNetworkBlockedForUrls: ["https://ai.azure.us"],
      },
    },
    [
      "https://ai.azure.com allowed by policy",
      "https://ml.azure.com blocked by policy",
      "https://ai.azure.us blocked by policy",
      "https://ml.azure.us blocked by policy",
      "https://studio.ml.azure.cn allowed by policy",
    ],
  ],
])("pages and the local network: %s", async (_, files, expected) => {
  expect(await pagesOf(files)).toEqual(expected);
});

test("a default of the user's keeps every page from the local network, but for exceptions", async () => {
  const settings = {
    default_content_setting_values: { local_network: 2 },
    content_settings: { exceptions: { local_network: { "https://ai.azure.com:443,*": { setting: 1 } } } },
  };
  const pages = await pagesOf(profile(settings));
  expect(pages).toContain("https://ai.azure.com allowed by user");
  expect(pages).toContain("https://ml.azure.com blocked by user");
});

test.each([
  ["*", true],
  ["https://*", true],
  ["https://ai.azure.com", true],
  ["https://ai.azure.com:443", true],
  ["AI.azure.com", true],
  ["[*.]azure.com", true],
  ["*://ai.azure.com:*/", true],
  ["http://ai.azure.com", false],
  ["https://ai.azure.com:8443", false],
  ["azure.com", false],
  ["[*.]zure.com", false],
  ["", false],
  ["https://", false],
  ["[*.]", false],
])("the pattern %s covers the page: %s", (pattern, expected) => {
  expect(coversPage(pattern, "https://ai.azure.com")).toBe(expected);
});

test.each([
  ["torn JSON", { [`${chrome}/Local State`]: '{"dns_over_https": {"mode": "sec' }],
  ["a list where an object is wanted", { [`${chrome}/Local State`]: [1, 2] }],
  ["other types", { [`${chrome}/Local State`]: { dns_over_https: { mode: 7, templates: [] } } }],
  ["a number", { [`${chrome}/Local State`]: 3, [`${chrome}/Default/Preferences`]: { profile: 5 } }],
])("malformed settings are unknown, not good and not a crash: %s", async (_, files) => {
  const [browser] = await look(files);
  expect(browser).toMatchObject({ name: "Google Chrome", dnsOverHttps: undefined, localNetworkAccess: [] });
});

test("what can't be made sense of is named, with its file", async () => {
  const machine = await layOut({
    [`${chrome}/Local State`]: "{",
    "etc/opt/chrome/policies/managed/a.json": "not json",
    "etc/opt/chrome/policies/managed/readme.txt": "not json either",
  });
  const [browser] = await findBrowsers(machine);
  expect(browser?.notRead).toEqual([
    `${machine.root}/etc/opt/chrome/policies/managed/a.json is no JSON`,
    `${machine.home}/.config/google-chrome/Local State is no JSON`,
  ]);
});

test("a folder where a file is wanted, and a file where a folder is, are told or passed over", async () => {
  const files = {
    [`${chrome}/Local State/x`]: "",
    "etc/opt/edge/policies/managed": "a file",
    [`${home}/.mozilla`]: "",
  };
  const [browser, ...others] = await look(files);
  expect(others).toEqual([]);
  expect(browser?.notRead).toEqual([expect.stringContaining("Local State can't be read: EISDIR")]);
});

test("on Windows the registry's policies aren't read, and that is said", async () => {
  const [edge, own] = await look(
    {
      [`${home}/Local/Microsoft/Edge/User Data/Local State`]: { dns_over_https: { mode: "secure" } },
      [`${home}/Roaming/Mozilla/Firefox/Profiles/a.default/prefs.js`]: trr(3),
    },
    "win32",
  );
  expect(edge).toMatchObject({ name: "Microsoft Edge", dnsOverHttps: { value: "on", by: "user" } });
  expect(edge?.notRead).toEqual(["policies in the registry: edge://policy shows them"]);
  expect(own).toMatchObject({ name: "Firefox", dnsOverHttps: { value: "on" } });
});

test("on macOS managed preferences are a property list: said where there is one", async () => {
  const support = `${home}/Library/Application Support`;
  const [chromeThere, firefoxThere] = await look(
    {
      [`${support}/Google/Chrome/Local State`]: { dns_over_https: { mode: "off" } },
      [`${support}/Firefox/Profiles/a.default/prefs.js`]: trr(5),
      "Library/Managed Preferences/com.google.Chrome.plist": "bplist00",
    },
    "darwin",
  );
  expect(chromeThere?.notRead).toEqual([
    expect.stringMatching(/^policies in .*com\.google\.Chrome\.plist: chrome:\/\/policy shows them$/),
  ]);
  expect(firefoxThere).toMatchObject({ dnsOverHttps: { value: "off" }, notRead: [] });
});
