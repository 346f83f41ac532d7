import { expect, test } from "vitest";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { dnsServer, forwarding, seenFromInside, withServers } from "../support/custom-dns.ts";

const dnsCodes = ["SFH605", "SFH606", "SFH611"];

test.each([
  ["from inside", seenFromInside(withServers([dnsServer], { [dnsServer]: forwarding }))],
  ["from outside, where the server answers all the same", withServers([dnsServer], { [dnsServer]: forwarding })],
  [
    "with two servers",
    seenFromInside(withServers([dnsServer, "10.20.0.54"], { [dnsServer]: forwarding, "10.20.0.54": forwarding })),
  ],
  [
    "with Azure's own among them",
    seenFromInside(withServers(["168.63.129.16", dnsServer], { [dnsServer]: forwarding })),
  ],
])("custom DNS that is right yields nothing: %s", async (_, estate) => {
  const report = await (await runOnTwin(estate)).diagnose();
  expect(report.findings.filter((f) => dnsCodes.includes(f.code)).map((f) => f.detail)).toEqual([]);
  expect(report.diagnosis?.toRun).toEqual([]);
});
