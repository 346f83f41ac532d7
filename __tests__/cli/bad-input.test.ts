import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { builtIn, withOpenVault, withoutRights } from "./estate-variants.ts";
import { runCli, scratchFile, startTwin, type SpawnedTwin } from "./spawned.ts";

let twin: SpawnedTwin;
let blind: SpawnedTwin;
beforeAll(async () => {
  [twin, blind] = await Promise.all([startTwin(withOpenVault()), startTwin(withoutRights(builtIn("hardened")))]);
});
afterAll(async () => {
  await Promise.all([twin.stop(), blind.stop()]);
});

const errorSchema = z.strictObject({
  schema: z.literal("secure-foundry-hub/error/1"),
  code: z.string(),
  message: z.string().min(1),
  fix: z.string().min(1),
  correlationId: z.string(),
  at: z.strictObject({ file: z.string(), line: z.number() }).optional(),
});

const nobody = "11111111-2222-3333-4444-555555555555";

interface Case {
  readonly args: (hub: string) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly isBlind?: boolean;
  /** Of the metadata URL. */
  readonly path?: string;
  readonly code: string;
  readonly says: readonly RegExp[];
}

const hubAndYes = (hub: string): readonly string[] => ["--hub", hub, "--yes"];

const cases: Readonly<Record<string, Case>> = {
  "an unknown key in the config": {
    args: (hub) => [
      "--config",
      scratchFile("c.yml", "version: 1\npublicAcess:\n  storage: Disabled\n"),
      ...hubAndYes(hub),
    ],
    code: "SFH912",
    says: [/line \d+: unknown key "publicAcess", did you mean "publicAccess"\?/, /docs\/config\.md/],
  },
  "a config file that isn't there": {
    args: (hub) => ["--config", "nowhere.yml", ...hubAndYes(hub)],
    code: "SFH912",
    says: [/nowhere\.yml can't be read/, /fix: /],
  },
  "no hub": { args: () => ["--yes"], code: "SFH912", says: [/No hub is named/, /\(--hub; the input hub\)/] },
  "a malformed hub id": {
    args: () => hubAndYes("/subscriptions/1/workspaces/hub"),
    code: "SFH912",
    says: [/is not the id of a resource/, /looks like \/subscriptions\//],
  },
  "a hub named by half": {
    args: () => ["--name", "hub", "--yes"],
    code: "SFH912",
    says: [/subscription and resource group missing/],
  },
  "a hub named twice": {
    args: (hub) => ["--name", "hub", ...hubAndYes(hub)],
    code: "SFH912",
    says: [/named twice/],
  },
  "an unknown option": {
    args: () => ["--hubb", "x"],
    code: "SFH912",
    says: [/unknown option '--hubb'/, /Did you mean --hub\?/],
  },
  "a loss accepted without a reason": {
    args: (hub) => ["--accept", `${hub}=10.0.0.0/8`, ...hubAndYes(hub)],
    code: "SFH912",
    says: [/without a reason/, /--reason TEXT/],
  },
  "a reason without a loss": {
    args: (hub) => ["--reason", "because", ...hubAndYes(hub)],
    code: "SFH912",
    says: [/no loss/, /--accept CODE@RESOURCE=ORIGIN/],
  },
  "a loss that can't be read": {
    args: (hub) => ["--accept", "kv", "--reason", "because", ...hubAndYes(hub)],
    code: "SFH912",
    says: [/--accept "kv": is not CODE@RESOURCE=ORIGIN$/m, /CODE@RESOURCE=ORIGIN/],
  },
  "a loss of what is no resource": {
    args: (hub) => ["--accept", "SFH322@kv=10.0.0.0/8", "--reason", "because", ...hubAndYes(hub)],
    code: "SFH912",
    says: [/--accept "SFH322@kv=10\.0\.0\.0\/8": resource: is not a resource id/],
  },
  "a loss of no such code": {
    args: (hub) => ["--accept", `SFH999@${hub}=10.0.0.0/8`, "--reason", "because", ...hubAndYes(hub)],
    code: "SFH912",
    says: [/code: Invalid option/, /SFH322/],
  },
  "the URL of a hub": {
    args: (hub) => hubAndYes(`https://management.azure.com${hub}`),
    code: "SFH912",
    says: [/begins with https:\/\/management\.azure\.com\./],
  },
  "a journal that is something else": {
    args: (hub) => ["--journal", scratchFile("j", "dear diary\n"), ...hubAndYes(hub)],
    code: "SFH912",
    says: [/is not a journal: line 1/],
  },
  "a project instead of a hub": {
    args: (hub) => hubAndYes(hub.replace(/hub-northwind$/, "proj-orders")),
    code: "SFH910",
    says: [/project/i, /hub-northwind/],
  },
  "a resource of another type": {
    args: (hub) =>
      hubAndYes(hub.replace(/Microsoft\.MachineLearningServices.*$/, "Microsoft.KeyVault/vaults/kv-northwind-ai")),
    code: "SFH910",
    says: [/fix: /],
  },
  "a hub that doesn't exist": {
    args: (hub) => hubAndYes(`${hub}x`),
    code: "SFH911",
    says: [/no such workspace/, /fix: /],
  },
  "a hub that can't be read": { args: hubAndYes, isBlind: true, code: "SFH911", says: [/can't be read/, /Reader/] },
  "a tenant that doesn't exist": {
    args: hubAndYes,
    env: { AZURE_TENANT_ID: nobody },
    code: "SFH906",
    says: [/tenant/i, /fix: /],
  },
  "an application the tenant doesn't know": {
    args: hubAndYes,
    env: { AZURE_CLIENT_ID: nobody },
    code: "SFH906",
    says: [/AADSTS700016/, /AZURE_CLIENT_ID/],
  },
  "a wrong secret": {
    args: hubAndYes,
    env: { AZURE_CLIENT_SECRET: "swordfish" },
    code: "SFH906",
    says: [/AADSTS7000215/, /AZURE_CLIENT_SECRET/],
  },
  "a credential that isn't there": {
    args: (hub) => ["--credential", "environment", ...hubAndYes(hub)],
    env: { AZURE_TENANT_ID: "" },
    code: "SFH912",
    says: [/AZURE_CLIENT_SECRET/],
  },
  "a secret that came empty": {
    args: hubAndYes,
    env: { AZURE_CLIENT_SECRET: "" },
    code: "SFH906",
    says: [/AZURE_TENANT_ID and AZURE_CLIENT_ID are set, but AZURE_CLIENT_SECRET is empty/],
  },
  "no Azure CLI where it is asked for": {
    args: (hub) => ["--credential", "cli", ...hubAndYes(hub)],
    code: "SFH906",
    says: [/Azure CLI/, /fix: Run az login/],
  },
  "a proxy variable that is no URL": {
    args: hubAndYes,
    env: { https_proxy: "u:swordfish@proxy.corp:3128" },
    code: "SFH912",
    says: [/https_proxy is not the URL of a proxy/],
  },
  "a proxy that nobody answers at": {
    args: hubAndYes,
    env: { HTTPS_PROXY: "http://u:swordfish@127.0.0.1:9" },
    code: "SFH907",
    says: [/HTTPS_PROXY names \(http:\/\/127\.0\.0\.1:9\)/, /NO_PROXY/],
  },
  "a sign-in host that nobody answers at": {
    args: hubAndYes,
    env: { ARM_CLOUD_METADATA_URL: "", HTTPS_PROXY: "http://127.0.0.1:9" },
    code: "SFH907",
    says: [/The sign-in host login\.microsoftonline\.com can't be asked/],
  },
  "a metadata URL whose path is wrong": {
    args: hubAndYes,
    path: "/metadata",
    code: "SFH912",
    says: [
      /answered 404/,
      /fix: Set ARM_CLOUD_METADATA_URL to https:\/\/localhost:\d+\/metadata\/endpoints\?api-version=/,
    ],
  },
  "a metadata URL that isn't https": {
    args: hubAndYes,
    env: { ARM_CLOUD_METADATA_URL: "http://localhost/" },
    code: "SFH912",
    says: [/https/],
  },
};

describe("one clear error, exit 1, and nothing written for", () => {
  test.each(Object.entries(cases))("%s", async (_, { args, env, isBlind, path, code, says }) => {
    const host = isBlind === true ? blind : twin;
    const cloud = path === undefined ? {} : { ARM_CLOUD_METADATA_URL: `${host.arm}${path}` };
    const ended = await runCli(["apply", ...args(host.hub), "--output", "json"], { ...host.env, ...cloud, ...env });
    expect(ended.code).toBe(1);
    expect(ended.err.match(/^error /gm)).toEqual(["error "]);
    expect(ended.err).toContain(`error ${code}:`);
    for (const text of says) expect(ended.err).toMatch(text);
    expect(ended.err).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
    expect(ended.err).not.toContain("swordfish");
    expect(errorSchema.parse(JSON.parse(ended.out)).code).toBe(code);
    expect(await host.writes()).toEqual([]);
  });
});

describe("twin and demo say what is wrong with an estate:", () => {
  const broken = { ...builtIn("hardened"), hub: "/subscriptions/x" };
  test.each([
    ["no JSON", "not json", /\(file\): not JSON/],
    ["no JSON over two lines", "not\njson", /\(file\): not JSON: .*not\\njson/],
    ["a list", "[]", /\(file\): /],
    ["another schema", '{"schema":"x"}', /schema: /],
    ["a hub that isn't in it", JSON.stringify(broken), /hub: \/subscriptions\/x is not among the resources/],
  ])("%s", async (_, text, says) => {
    const file = scratchFile("estate.json", text);
    for (const command of ["twin", "demo"]) {
      const { code, out, err } = await runCli([command, "--estate", file]);
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toMatch(says);
      expect(err).toContain("docs/estate.md");
    }
  });

  test("a name that is nearly right", async () => {
    const { code, err } = await runCli(["demo", "--estate", "hardend"]);
    expect(code).toBe(1);
    expect(err).toContain("fix: Did you mean hardened?");
  });
});

test.each([
  [["--port", "99999"], /0 to 65535/],
  [["--pace", "slow"], /instant, polls:N or clock:K/],
])("twin %j is refused", async (args, says) => {
  const { code, err } = await runCli(["twin", "--estate", "hardened", ...args]);
  expect(code).toBe(1);
  expect(err).toMatch(says);
});
