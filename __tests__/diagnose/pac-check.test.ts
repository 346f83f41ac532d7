import { expect, test } from "vitest";
import { writePac } from "../../src/diagnose/pac/write-pac.ts";
import type { OpenedPac } from "../../src/vantage/pac.ts";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { behindPac, besideEndpoint, outside, type Place } from "../support/behind-pac.ts";
import { estateNamed } from "../support/edit-estate.ts";
import { bodyPac, givenPac } from "../vantage/given-pac.ts";

const hardened = estateNamed("hardened");
const inside = besideEndpoint(hardened, "pe-hub-northwind");
const everythingToProxy = 'function FindProxyForURL() { return "PROXY proxy.corp:3128"; }';

async function ofPac(pac: OpenedPac, machine: Place, proxy: Place | "nowhere") {
  const run = await runOnTwin(hardened);
  const report = await run.diagnose(behindPac(run, pac, { machine, proxy }));
  return report.findings.filter(({ code }) => code === "SFH706" || code === "SFH707");
}

test.each<[string, OpenedPac, Place, Place | "nowhere"]>([
  ["sends these names direct", bodyPac('return "DIRECT";'), inside, "nowhere"],
  [
    "sends these names direct, seen from outside",
    bodyPac('return "DIRECT; PROXY proxy.corp:3128";'),
    outside,
    "nowhere",
  ],
  ["says nothing", bodyPac("return null;"), inside, "nowhere"],
  ["sends them to a proxy that reaches them", givenPac(everythingToProxy), inside, inside],
  [
    "goes by the address, which is private",
    bodyPac('return isInNet(host, "10.0.0.0", "255.0.0.0") ? "DIRECT" : "PROXY proxy.corp:3128";', {
      addresses: { is: "addresses", addresses: ["10.20.1.4"] },
    }),
    inside,
    "nowhere",
  ],
])("a PAC that %s is no finding", async (_, pac, machine, proxy) => {
  expect(await ofPac(pac, machine, proxy)).toEqual([]);
});

test("the PAC that pac writes for a proxied network is what mends it", async () => {
  expect(await ofPac(givenPac(everythingToProxy), inside, "nowhere")).toHaveLength(1);
  const names = await (await runOnTwin(hardened)).directNames();
  const chained = { is: "chain", text: everythingToProxy, source: "given.pac" } as const;
  const written = writePac(names, chained, { hub: hardened.hub, version: "1.2.3" });
  expect(await ofPac(givenPac(written), inside, "nowhere")).toEqual([]);
});

test("each proxy is one finding, and what is not known of one hides nothing of the other", async () => {
  const found = await ofPac(
    bodyPac(`if (dnsDomainIs(host, ".core.windows.net")) return "SOCKS old.corp";
      return dnsDomainIs(host, ".azure.net") ? "PROXY b.corp:80" : "PROXY a.corp:80";`),
    inside,
    "nowhere",
  );
  expect(found.map(({ state, detail }) => `${state} ${/to (\S+) first/.exec(detail)?.[1] ?? ""}`).toSorted()).toEqual([
    "open http://a.corp:80",
    "open http://b.corp:80",
    "unknown socks4://old.corp:1080",
  ]);
});
