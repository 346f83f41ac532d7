import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writePac } from "../../src/diagnose/pac/write-pac.ts";
import type { Route } from "../../src/snapshot/proxy.ts";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { estateNamed } from "../support/edit-estate.ts";
import { openBrowserNetwork, type BrowserNetwork } from "./browser-network.ts";
import { browse } from "./chromium.ts";
import { givenPac } from "./given-pac.ts";

let network: BrowserNetwork;
beforeAll(async () => {
  network = await openBrowserNetwork({ one: "plain", two: "plain", tls: "tls" });
});
afterAll(async () => {
  await network.close();
});

const timeout = 180_000;

describe("in a real Chromium, with what pac writes", () => {
  const classes = {
    vault: ["kv-northwind-ai.vault.azure.net"],
    blob: ["stnorthwindai.blob.core.windows.net"],
    deployment: ["chat.7d60b6fb-d4e2-41bc-8955-cc705063584f.inference.swedencentral.api.azureml.ms"],
    "regional API": ["any.swedencentral.api.azureml.ms", "x.y.swedencentral.api.azureml.ms"],
    "compute instance": ["ci-1.swedencentral.instances.azureml.ms", "ci-1.swedencentral.instances.ml.azure.ms"],
    "look-alike": [
      "evil-kv-northwind-ai.vault.azure.net",
      "kv-northwind-ai.vault.azure.net.evil.com",
      "instances.azureml.ms",
      "evilinstances.azureml.ms",
      "westeurope.api.azureml.ms",
    ],
    other: ["www.example.com", "portal.azure.com"],
  };
  const hosts = Object.values(classes).flat();
  const isOther = (host: string): boolean => [...classes["look-alike"], ...classes.other].includes(host);

  test.each([
    ["a proxy", "one"],
    ["a chain", "two"],
  ])(
    "and %s: each of these names comes directly, each other through the proxy, once",
    { timeout },
    async (kind, proxy) => {
      const estate = estateNamed("hardened");
      const names = await (await runOnTwin(estate)).directNames();
      const answer = `PROXY ${network.proxies[proxy] ?? ""}`;
      const text = `var endings = [".com"]; function FindProxyForURL(url, host) { return ${JSON.stringify(answer)}; }`;
      const otherwise =
        kind === "a chain" ? ({ is: "chain", text, source: "corp.pac" } as const) : ({ is: "routes", answer } as const);
      const before = hosts.map((host) => network.arrived(host).length);
      await browse(network, { pac: writePac(names, otherwise, { hub: estate.hub, version: "1.2.3" }), hosts });
      const came = hosts.map((host, at) => [host, network.arrived(host).slice(before[at])]);
      expect(came).toEqual(hosts.map((host) => [host, [isOther(host) ? proxy : "direct"]]));
    },
  );
});

/** Bodies of a function of url and host; ONE, TWO and TLS are proxies, and DEAD is a port where nothing listens. */
const bodies: readonly string[] = [
  'return "DIRECT";',
  'return "direct";',
  'return "PROXY ONE";',
  'return "proxy ONE";',
  'return "  PROXY \\t ONE  ; DIRECT";',
  'return "PROXY TWO;PROXY ONE";',
  'return ";;; PROXY TWO ;";',
  'return "HTTPS TLS";',
  'return "QUIC ONE; PROXY TWO";',
  'return "NONSENSE ONE";',
  'return "PROXY ONE PROXY TWO";',
  'return "DIRECT ONE; PROXY TWO";',
  'return "PROXY user:secret@ONE; PROXY TWO";',
  'return "PROXY http://ONE; PROXY TWO";',
  'return "PROXY\\nONE";',
  'return "PROXY ONE:; PROXY TWO";',
  'return "";',
  "return null;",
  "return undefined;",
  "return 7;",
  "throw new Error('no');",
  "return nobody(host);",
  'return url === "https://" + host + "/" ? "PROXY ONE" : "PROXY TWO";',
  'return typeof window + typeof document + typeof fetch + typeof setTimeout === "undefinedundefinedundefinedundefined" ? "PROXY ONE" : "PROXY TWO";',
  'return isPlainHostName("www") && !isPlainHostName(host) ? "PROXY ONE" : "PROXY TWO";',
  'return isPlainHostName("1::2") ? "PROXY ONE" : "PROXY TWO";',
  'return dnsDomainIs("evilexample.com", "example.com") ? "PROXY ONE" : "PROXY TWO";',
  'return dnsDomainIs(host, ".example") ? "PROXY ONE" : "PROXY TWO";',
  'return localHostOrDomainIs("www", "www.corp.example") && !localHostOrDomainIs("ww", "www.x") ? "PROXY ONE" : "PROXY TWO";',
  'return dnsDomainLevels(host) === 1 ? "PROXY ONE" : "PROXY TWO";',
  'return shExpMatch("a.b.c", "*.c") && !shExpMatch("abc", "a.c") && shExpMatch("abc", "a?c") ? "PROXY ONE" : "PROXY TWO";',
  'return shExpMatch("b.c", "(a|b).c") ? "PROXY ONE" : "PROXY TWO";',
  'return shExpMatch(url, "https://*/") ? "PROXY ONE" : "PROXY TWO";',
  'return isInNet("10.1.2.3", "10.0.0.0", "255.0.0.0") && !isInNet("11.1.2.3", "10.0.0.0", "255.0.0.0") ? "PROXY ONE" : "PROXY TWO";',
  'return isInNet("200.1.2.3", "200.1.0.0", "255.255.0.0") ? "PROXY ONE" : "PROXY TWO";',
  'return isInNet("10.1.2.400", "10.0.0.0", "255.0.0.0") ? "PROXY ONE" : "PROXY TWO";',
  'return isInNet("10.1.2.3", "10.0.0.0/8", "") ? "PROXY ONE" : "PROXY TWO";',
  'return dnsResolve(host) === "127.0.0.1" && isResolvable(host) && isInNet(host, "127.0.0.0", "255.0.0.0") ? "PROXY ONE" : "PROXY TWO";',
  'return isInNetEx("10.1.2.4", "10.1.0.0/16") && !isInNetEx("10.2.2.4", "10.1.0.0/16") ? "PROXY ONE" : "PROXY TWO";',
  'return /^\\d+\\.\\d+\\.\\d+\\.\\d+$/.test(myIpAddress()) ? "PROXY ONE" : "PROXY TWO";',
  'return convert_addr("200.0.0.1") < 0 ? "PROXY ONE" : "PROXY TWO";',
  'return weekdayRange("SUN", "SAT") && !weekdayRange("sun", "sat") && !weekdayRange() ? "PROXY ONE" : "PROXY TWO";',
  'return weekdayRange("MON", "SUN", "GMT") && dateRange("JAN", "DEC") && dateRange(2020, 2099) ? "PROXY ONE" : "PROXY TWO";',
  'return dateRange(1, 31) && dateRange(1, "JAN", 2020, 31, "DEC", 2099) && !dateRange("JAN", 2020, "FEB", 2021) ? "PROXY ONE" : "PROXY TWO";',
  'return timeRange(0, 23) && timeRange(0, 0, 23, 59) && timeRange(0, 0, 0, 23, 59, 59, "GMT") ? "PROXY ONE" : "PROXY TWO";',
  'return timeRange(new Date().getHours()) && timeRange(23, 59, 23, 58) ? "PROXY ONE" : "PROXY TWO";',
  'try { timeRange(1, 2, 3); } catch (error) { return "PROXY ONE"; } return "PROXY TWO";',
  'console.log(host); console.error("x"); return "PROXY ONE";',
  'return alert("x") === undefined ? "PROXY ONE" : "PROXY TWO";',
  'const one = new Set([`PROXY ONE`]); for (const it of one) return it?.trim() ?? "DIRECT";',
];

test("our evaluator says of each PAC what Chromium does with it", { timeout }, async () => {
  const { one = "", two = "", tls = "" } = network.proxies;
  const functions = bodies.map((body) => {
    const placed = body.replaceAll("ONE", one).replaceAll("TWO", two).replaceAll("TLS", tls);
    return `function (url, host) { ${placed} }`;
  });
  const hosts = bodies.map((_, at) => `case-${at}.example`);
  const pac = `var cases = [${functions.join(",\n")}];
    function FindProxyForURL(url, host) { return cases[parseInt(host.substring(5), 10)](url, host); }`;
  await browse(network, { pac, hosts });
  const ours = givenPac(pac, {
    addresses: { is: "addresses", addresses: ["127.0.0.1"] },
    at: new Date().toISOString(),
  });
  const told = await Promise.all(hosts.map(async (host) => ({ host, answer: await ours.route(host) })));
  const nameOf = ([first]: readonly Route[]): string =>
    first === undefined || first.is === "direct"
      ? "direct"
      : (Object.entries(network.proxies).find(([, at]) => first.at.endsWith(`//${at}`))?.[0] ?? first.at);
  // A browser goes direct where the PAC fails: that it failed is what we tell.
  const ways = told.map(({ answer }) => (answer.is === "fails" ? "direct" : nameOf(answer.routes)));
  expect(bodies.map((body, at) => [body, network.arrived(hosts[at] ?? "")])).toEqual(
    bodies.map((body, at) => [body, [ways[at]]]),
  );
  expect(new Set(ways)).toEqual(new Set(["direct", "one", "two", "tls"]));
});
