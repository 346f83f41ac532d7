import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reportSchema } from "../../src/report/report-schema.ts";
import { withOpenVault } from "../cli/estate-variants.ts";
import {
  root,
  scratchFile,
  scratchFolder,
  start,
  startTwin,
  type Ended,
  type SpawnedTwin,
  type Variables,
} from "../cli/spawned.ts";

let twin: SpawnedTwin;
beforeAll(async () => {
  twin = await startTwin(withOpenVault());
});
afterAll(async () => {
  await twin.stop();
});

interface ActionRun extends Ended {
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

/** Runs the built action as the runner does: inputs as variables, outputs and summary as files. */
async function runAction(inputs: Variables, env: Variables = twin.env): Promise<ActionRun> {
  const outputFile = scratchFile("output", "");
  const summaryFile = scratchFile("summary", "");
  const given = Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value] as const);
  const runner = { GITHUB_OUTPUT: outputFile, GITHUB_STEP_SUMMARY: summaryFile, RUNNER_TEMP: scratchFolder() };
  const ended = await start(path.join(root, "dist/action.js"), [], { ...env, ...runner, ...Object.fromEntries(given) })
    .ended;
  return { ...ended, outputs: readOutputs(outputFile), summary: readFileSync(summaryFile, "utf8") };
}

/** `name<<delimiter`, value, delimiter. */
function readOutputs(file: string): Readonly<Record<string, string>> {
  const found = readFileSync(file, "utf8").matchAll(/^(\S+?)<<(\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...found].map(([, name = "", , value = ""]) => [name, value]));
}

test("mode plan succeeds on drift, and says so in outputs, summary, annotations and report", async () => {
  const { code, out, outputs, summary } = await runAction({ mode: "plan", hub: twin.hub });
  expect(code).toBe(0);
  expect(outputs).toMatchObject({ status: "drift", changes: "1", "drift-detected": "true", "exit-code": "2" });
  expect(summary).toMatch(/^## secure-foundry-hub plan: drift/);
  for (const said of [summary, out]) expect(said).toContain("config: none (defaults)");
  expect(out).toMatch(/^::error title=SFH302 /m);
  const report = outputs["report-path"] ?? "";
  expect(reportSchema.parse(JSON.parse(readFileSync(report, "utf8"))).verdict).toBe("drift");
  expect(await twin.writes()).toEqual([]);
});

test("mode verify fails on drift, unless told not to", async () => {
  expect((await runAction({ mode: "verify", hub: twin.hub })).code).toBe(1);
  expect((await runAction({ mode: "verify", hub: twin.hub, "fail-on-severity": "never" })).code).toBe(0);
});

test("an action without an input fails with one error that says what to do, and writes nothing", async () => {
  const { code, out, outputs, summary } = await runAction({ mode: "apply" });
  expect(code).toBe(1);
  expect(out.match(/^::error /gm)).toHaveLength(1);
  expect(out).toMatch(/^::error title=SFH912::No hub is named\. Fix: /m);
  expect(summary).toContain("No hub is named");
  expect(outputs).toEqual({ status: "failed", "exit-code": "1" });
  expect(await twin.writes()).toEqual([]);
});

test("a config that can't be read is annotated at its first fault", async () => {
  const config = scratchFile("hub.yml", "version: 1\npublicAcess: {}\nhub: x\n");
  const { code, out } = await runAction({ mode: "plan", "config-file": config });
  expect(code).toBe(1);
  expect(out).toMatch(/^::error title=SFH912,file=.*hub\.yml,line=2::/m);
});

test("what is found is annotated at the line of the config that decides", async () => {
  const config = scratchFile("hub.yml", `hub: ${twin.hub}\npublicAccess:\n  keyVault: Disabled\n`);
  const { out } = await runAction({ mode: "plan", "config-file": config });
  expect(out).toMatch(/^::error title=SFH302 [^,]*,file=.*hub\.yml,line=3::/m);
});

test("client-id without permission to ask for a token names the permission", async () => {
  const inputs = { mode: "plan", hub: twin.hub, "client-id": twin.clientId, "tenant-id": twin.tenantId };
  const { code, out } = await runAction(inputs);
  expect(code).toBe(1);
  expect(out).toContain("id-token: write");
});

test("client-id signs in with a fresh token of the workflow, for Entra's audience", async () => {
  const asked: string[] = [];
  const github = createServer((request, response) => {
    const aud = new URL(request.url ?? "/", "http://github").searchParams.get("audience") ?? "";
    asked.push(aud);
    const claims = { aud, exp: Math.floor(Date.now() / 1_000) + 300, sub: "repo:acme/hub:environment:production" };
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    response.end(JSON.stringify({ value: `${part({ alg: "RS256" })}.${part(claims)}.c2ln` }));
  });
  github.listen(0, "127.0.0.1");
  await once(github, "listening");
  const address = github.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const env = { ...twin.env, AZURE_CLIENT_SECRET: "" };
  const { code, outputs } = await runAction(
    { mode: "plan", hub: twin.hub, "client-id": twin.clientId, "tenant-id": twin.tenantId },
    {
      ...env,
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${String(port)}/token?v=1`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "t",
    },
  );
  github.close();
  expect(code).toBe(0);
  expect([...new Set(asked)]).toEqual(["api://AzureADTokenExchange"]);
  const report = reportSchema.parse(JSON.parse(readFileSync(outputs["report-path"] ?? "", "utf8")));
  expect(report.caller.credential).toBe("workflow identity (OIDC)");
});

test("mode apply closes what is open and writes the report where it is told", async () => {
  const reportPath = path.join(scratchFolder(), "deep", "report.json");
  const { code, outputs, summary } = await runAction({ mode: "apply", hub: twin.hub, "report-path": reportPath });
  expect(code).toBe(0);
  expect(outputs).toMatchObject({ status: "private", changes: "1", "drift-detected": "false", "exit-code": "0" });
  expect(existsSync(reportPath)).toBe(true);
  expect(summary).toContain("close public access to kv-northwind-ai");
  expect(await twin.writes()).toHaveLength(1);
  expect((await runAction({ mode: "verify", hub: twin.hub })).code).toBe(0);
});

test("a run that the runner stops ends within its grace, with summary and outputs", async () => {
  const fresh = await startTwin("fresh-approved-only");
  const outputFile = scratchFile("output", "");
  const summaryFile = scratchFile("summary", "");
  const running = start(path.join(root, "dist/action.js"), [], {
    ...fresh.env,
    GITHUB_OUTPUT: outputFile,
    GITHUB_STEP_SUMMARY: summaryFile,
    RUNNER_TEMP: scratchFolder(),
    INPUT_MODE: "apply",
    INPUT_HUB: fresh.hub,
  });
  await running.saying("begin    declare rule");
  const stoppedAt = performance.now();
  running.child.kill("SIGINT");
  const { code } = await running.ended;
  await fresh.stop();
  expect(performance.now() - stoppedAt).toBeLessThan(7_000);
  expect(code).toBe(1);
  expect(readOutputs(outputFile)).toMatchObject({ status: "cancelled", "exit-code": "130" });
  expect(readFileSync(summaryFile, "utf8")).toContain("cancelled");
});
