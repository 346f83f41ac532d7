import { describe, expect, test } from "vitest";
import { parseAnswers } from "../../src/diagnose/answers/parse-answers.ts";
import { portalLink } from "../../src/diagnose/elsewhere/portal-link.ts";
import type { DiagnoseInput } from "../../src/runbook/diagnose.ts";
import { forwardedZones } from "../../src/snapshot/forwarded-zones.ts";
import type { NameAnswer } from "../../src/snapshot/network.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { closeEverything, runOnTwin } from "../runbook/run-on-twin.ts";
import {
  dnsServer,
  forwarding,
  network,
  seenFromInside,
  vault,
  withServers,
  withShortNames,
} from "../support/custom-dns.ts";
import { find, withDocuments, withProperties } from "../support/edit-estate.ts";
import { connectTwin } from "../support/in-process.ts";
import { lookBeforeWriting } from "../support/look.ts";
import { nothingGiven } from "../support/twin-vantage.ts";

/** What the networks' servers say from here. */
async function observed(estate: EstateDocument): Promise<readonly NameAnswer[]> {
  const { world, clock } = await connectTwin(estate);
  return (await lookBeforeWriting(world, estate.hub, closeEverything(), clock)).nameAnswers;
}

/** The vault's private endpoint stands in a second network, which asks the same servers. */
function inTwoNetworks(estate: EstateDocument): EstateDocument {
  const vnet = find(estate, network);
  const id = `${vnet.id}-two`;
  const two = { ...vnet, id, name: "vnet-northwind-core-two" };
  return withProperties(withDocuments(estate, two), "/privateEndpoints/pe-kv-northwind-ai", {
    subnet: { id: `${id}/subnets/snet-private-endpoints` },
  });
}

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

/** What they noted, in nslookup's words. */
function noted(
  ...answers: readonly (readonly [server: string, name: string, address: string])[]
): Partial<DiagnoseInput> {
  const text = answers.map(
    ([server, name, address]) =>
      `Server:\t\t${server}\nAddress:\t${server}#53\n\nName:\t${name}\nAddress: ${address}\n`,
  );
  return { given: { ...nothingGiven, answers: parseAnswers(text.join("\n"), "a.txt").answers } };
}

async function dnsFindings(estate: EstateDocument, parts: Partial<DiagnoseInput> = {}): Promise<readonly string[]> {
  const report = await (await runOnTwin(estate)).diagnose(parts);
  return report.findings.filter((f) => dnsCodes.includes(f.code)).map((f) => `${f.code} ${f.state} ${f.detail}`);
}

describe("answers that were given", () => {
  const silent = withServers([dnsServer]);
  const right = [dnsServer, vault, "10.20.1.9"] as const;

  test("count for a server that could not be asked; only the other names stay to be asked", async () => {
    const run = await runOnTwin(silent);
    const { diagnosis } = await run.diagnose(noted(right));
    const lines = diagnosis?.toRun[0]?.lines ?? [];
    expect(lines).toContain(`nslookup stnorthwindai.blob.core.windows.net. ${dnsServer}`);
    expect(lines.join("\n")).not.toContain(vault);
    expect(await dnsFindings(silent, noted(right))).toEqual([expect.stringContaining("SFH606 unknown")]);
  });

  test("that all are right leave nothing open, and the links to the portal go too", async () => {
    const unasked = withServers([dnsServer], {}, withShortNames());
    const names = (await (await runOnTwin(unasked)).diagnose()).diagnosis?.toRun[0]?.lines ?? [];
    const healthy = withServers([dnsServer], { [dnsServer]: forwarding }, withShortNames());
    const asked = await observed(healthy);
    const all = names.map((line) => {
      const name = line.split(" ")[1]?.slice(0, -1) ?? "";
      const said = asked.find((a) => a.name === name)?.answer;
      return [dnsServer, name, said?.is === "addresses" ? (said.addresses[0] ?? "") : ""] as const;
    });
    const report = await (await runOnTwin(unasked)).diagnose(noted(...all));
    expect(report.findings.filter((f) => dnsCodes.includes(f.code))).toEqual([]);
    expect(report.diagnosis?.toRun).toEqual([]);
    expect(report.chain?.find(({ link }) => link === "names")?.state).toBe("holding");
  });

  test("that contradict what the server says here are told, and neither is believed blindly", async () => {
    const answersHere = withServers([dnsServer], { [dnsServer]: forwarding });
    const parts = noted([dnsServer, vault, "20.60.1.1"]);
    expect(await dnsFindings(answersHere, parts)).toEqual([
      expect.stringMatching(
        /^SFH605 unknown DNS server 10\.20\.0\.53 answers rightly \(asked from here\), but elsewhere answers the public/,
      ),
    ]);
    const { diagnosis } = await (await runOnTwin(answersHere)).diagnose(parts);
    expect(diagnosis?.notSeen.join("\n")).toMatch(
      /10\.20\.1\.9 \(asked from here\), but 20\.60\.1\.1 \(a\.txt:1\)\. The first counts/,
    );
  });

  test("of other names decide nothing, and that is said in one line", async () => {
    const { diagnosis } = await (
      await runOnTwin(silent)
    ).diagnose(
      noted(
        [dnsServer, "www.example.com", "192.0.2.1"],
        [dnsServer, "www.example.org", "192.0.2.2"],
        [dnsServer, `${vault}.corp.example.com`, "192.0.2.3"],
      ),
    );
    const said = diagnosis?.notSeen.filter((line) => line.includes("a.txt")) ?? [];
    expect(said).toEqual([
      expect.stringMatching(/because a search domain was added: ask for "kv-northwind-ai\.vault\.azure\.net\."/),
      "2 given answers are for names that are none of this hub's: www.example.com (a.txt:1) and more.",
    ]);
  });

  test.each([
    ["127.0.0.53", /stub on the machine that asked/],
    ["8.8.8.8", /public resolver, which sees no private zone/],
    ["168.63.129.16", /speaks for the network of the machine that asked/],
  ])("by %s, no server of a network, are told by what it is", async (server, fix) => {
    const report = await (await runOnTwin(withServers([]))).diagnose(noted([server, vault, "20.60.1.1"]));
    const found = report.findings.filter(({ code }) => code === "SFH605");
    expect(found.map((f) => f.fix)).toEqual([expect.stringMatching(fix)]);
    expect(await dnsFindings(withServers([]), noted([server, vault, "10.20.1.9"]))).toEqual([]);
  });

  test.each([
    ["fd00:0:0::53", "fd00::53"],
    ["[fd00::53]:53", "fd00::53"],
    ["10.20.0.53:53", "10.20.0.53"],
  ])("find the server that a network spells %s", async (spelt, server) => {
    const found = await dnsFindings(withServers([spelt]), noted([server, vault, "20.60.1.1"]));
    expect(found[0]).toContain(`SFH605 open In vnet-northwind-core, DNS server ${spelt} answers the public address`);
  });
});

test("a server is told once, however many networks and how often they list it", async () => {
  const two = inTwoNetworks(withServers([dnsServer, dnsServer]));
  expect(await dnsFindings(two)).toEqual([
    expect.stringContaining(`SFH606 unknown DNS server ${dnsServer} of vnet-northwind-core, vnet-northwind-core-two`),
  ]);
  expect(
    await dnsFindings(seenFromInside(withServers([dnsServer, "10.20.0.54"], { "10.20.0.54": forwarding }))),
  ).toEqual([expect.stringContaining(`SFH611 open DNS server ${dnsServer}`)]);
});

test("Azure's own DNS is not asked from here: it would answer by another network's zones", async () => {
  const answers = await observed(withServers([dnsServer, "168.63.129.16"], { [dnsServer]: forwarding }));
  expect(new Set(answers.map(({ server }) => server))).toEqual(new Set([dnsServer]));
});

test.each([
  ["AzureCloud", "https://portal.azure.com/"],
  ["AzureUSGovernment", "https://portal.azure.us/"],
  ["AzureChinaCloud", "https://portal.azure.cn/"],
] as const)("the portal of %s, with the flag that shows each address", (cloud, portal) => {
  expect(portalLink(cloud, "/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/privateEndpoints/pe")).toBe(
    `${portal}?feature.privateendpointmanagedns=false#resource/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/privateEndpoints/pe`,
  );
});

test("the zones to forward are the public ones, of each cloud, never the privatelink ones", () => {
  expect(forwardedZones("AzureCloud", vault)).toEqual(["vault.azure.net", "vaultcore.azure.net"]);
  expect(forwardedZones("AzureCloud", "x.swedencentral.inference.ml.azure.com")).toContain("api.azureml.ms");
  expect(forwardedZones("AzureUSGovernment", "a.workspace.usgovvirginia.api.ml.azure.us")).toContain(
    "instances.azureml.us",
  );
  expect(forwardedZones("AzureChinaCloud", "st.blob.core.chinacloudapi.cn")).toEqual(["blob.core.chinacloudapi.cn"]);
});
