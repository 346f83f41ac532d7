import { afterAll, beforeAll, expect, test } from "vitest";
import { reportSchema } from "../../src/report/report-schema.ts";
import { startProxy, type ConnectProxy } from "../support/connect-proxy.ts";
import { blob, hardened, inside, network, vault } from "../diagnose/inside.ts";
import { runCli, scratchFile, startTwin, type SpawnedTwin } from "./spawned.ts";

/** The machine itself resolves none of the names: it is in the network only as far as the config says. */
const config = scratchFile("secure-foundry-hub.yml", `runnerNetwork: ${network}\n`);

let twin: SpawnedTwin;
let proxy: ConnectProxy;
beforeAll(async () => {
  twin = await startTwin({
    ...hardened,
    facts: { ...hardened.facts, ...(inside === undefined ? {} : { vantage: inside }) },
  });
  const doorOf = (host: string) => twin.vantage.doors.find(({ names }) => names.includes(host))?.at;
  proxy = await startProxy({ way: (host) => (host === vault ? 502 : doorOf(host)), login: "ann:open-sesame" });
});
afterAll(async () => {
  await Promise.all([twin.stop(), proxy.close()]);
});

test("diagnose goes through the environment's proxy, names what it keeps out, and shows no password", async () => {
  const url = proxy.at.replace("://", "://ann:open-sesame@");
  const { code, out, err } = await runCli(["diagnose", "--hub", twin.hub, "--config", config, "--output", "json"], {
    ...twin.env,
    ...{ https_proxy: url, NO_PROXY: "localhost,169.254.169.254" },
  });
  const report = reportSchema.parse(JSON.parse(out));
  expect({ code, err }).toEqual({ code: 2, err: `config: ${config}\n` });
  const [finding, ...more] = report.findings.filter((one) => one.code === "SFH704");
  expect(more).toEqual([]);
  expect(finding?.detail).toBe(
    `Through ${proxy.at}, which https_proxy names: ${vault}: the proxy won't: it answers 502 Refused; direct wasn't tried, since it doesn't resolve to the private endpoint here.`,
  );
  expect(finding?.fix).toMatch(`Set NO_PROXY=localhost,169.254.169.254,${vault}, or let the proxy ask Azure DNS`);
  expect(report.diagnosis?.doors).toContainEqual({ name: blob, by: proxy.at, came: "opened", why: "" });
  expect(proxy.went).toContain(blob);
  expect(out + err).not.toMatch(/sesame|Basic /);
});
