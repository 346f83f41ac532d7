import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { generateDocs } from "../../scripts/docs/generate.mjs";
import { isFindingCode } from "../../src/checks/codes.ts";
import { runErrorCodes } from "../../src/checks/run-error-codes.ts";
import { hubSpecSchema } from "../../src/spec/hub-spec.ts";
import { specOf } from "../support/spec-of.ts";
import { discoveryOf } from "../../src/fleet/discovery.ts";
import { createDemoWorld } from "../../src/cli/demo-world.ts";
import type { PermissionsReport } from "../../src/report/roles.ts";
import { runPermissions, runPlan } from "../../src/runbook/runbook.ts";
import { behaviourFields, durationFields } from "../../src/twin/behaviour-file.ts";
import { parseEstate } from "../../src/twin/estate-file.ts";
import { faultKinds, parseFaults } from "../../src/twin/fault-file.ts";
import { estates } from "../../src/twin/estates/catalogue.ts";
import { builtIn } from "../cli/estate-variants.ts";
import { root, runCli } from "../cli/spawned.ts";
import { withProperties } from "../support/edit-estate.ts";
import { findActionsUsed } from "./actions-used.ts";

const pages = ["README.md", ...findPages("docs")];

function findPages(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

function read(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

test("what is made from the sources is what the sources make (node scripts/docs.mjs)", async () => {
  for (const [file, text] of await generateDocs(root)) expect(read(file), file).toBe(text);
});

describe.each(pages)("%s", (page) => {
  test("leads nowhere that isn't there", () => {
    for (const [, target = ""] of read(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#[^)]*)?\)/g)) {
      if (target !== "") expect(existsSync(path.join(root, path.dirname(page), target)), target).toBe(true);
    }
  });

  test("names no code that doesn't exist", () => {
    for (const [code] of read(page).matchAll(/SFH\d{3}/g)) {
      expect(isFindingCode(code) || Object.hasOwn(runErrorCodes, code), code).toBe(true);
    }
  });
});

const ownActions =
  /^microsoft\.(machinelearningservices|storage|keyvault|containerregistry|network\/(private|virtual|networkint)|authorization|policyinsights|resources)/;

/** Whether a text names an action: by itself, or by what holds for any connected service. */
function named(text: string, action: string): boolean {
  const kind = /\/privateendpointconnections(approval)?\//.exec(action)?.[0] ?? "/";
  const general = `\`<provider>/<type>${kind}${action.split("/").at(-1) ?? ""}\``;
  return text.includes(`\`${action}\``) || (isOfAnyTarget(action) && text.includes(general));
}

/** Approvals are made on every kind of target, the hub's own services too. */
function isOfAnyTarget(action: string): boolean {
  return !ownActions.test(action) || /\/privateendpointconnections(\/write|approval\/action)$/.test(action);
}

describe("README.md", () => {
  const readme = read("README.md");

  test("gives the commands that are checked before a change lands, as they are run", () => {
    const blocks = [...readme.matchAll(/<!-- ci:(\w+) -->\s*```\w*\n([\s\S]*?)```/g)].map(([, name, text = ""]) => [
      name,
      text.trim(),
    ]);
    expect(blocks).toEqual([
      ["demo", "node dist/cli.js demo"],
      ["test", "npm cit"],
      ["conformance", "npm run test:conformance"],
      ["workflows", "npm run test:workflows"],
    ]);
  });

  test("names every action that plan and apply take, each where it is needed first", async () => {
    const [reads = "", writes = ""] = readme.toLowerCase().split("`apply` needs these as well");
    const used = await findActionsUsed();
    expect([...used.plan].filter((action) => !named(reads, action))).toEqual([]);
    expect([...used.apply].filter((action) => !named(reads + writes, action))).toEqual([]);
    expect([...used.plan].filter((action) => !action.endsWith("/read"))).toEqual([]);
  });
});

test("the README names every action of the roles that permissions prints, and no write that is in none", async () => {
  const [reads = "", writes = ""] = read("README.md").toLowerCase().split("`apply` needs these as well");
  const printed = { read: new Set<string>(), write: new Set<string>() };
  for (const name of ["fresh-approved-only", "fresh-internet-outbound", "application-gateway"]) {
    for (const { definition, purpose } of (await printRoles(name)).roles) {
      const kind = purpose === "read" ? "read" : "write";
      for (const action of definition.Actions) printed[kind].add(action.toLowerCase());
    }
  }
  expect([...printed.read].filter((action) => !named(reads, action))).toEqual([]);
  expect([...printed.write].filter((action) => !named(reads + writes, action))).toEqual([]);
  const listed = [...writes.matchAll(/^\| `(microsoft\.[^`]+)`/gm)].map(([, action = ""]) => action);
  const unconfirmed = "microsoft.network/virtualnetworks/subnets/joinviaserviceendpoint/action";
  expect(listed.filter((action) => !printed.write.has(action) && action !== unconfirmed)).toEqual([]);
});

async function printRoles(name: string): Promise<PermissionsReport> {
  const estate = withProperties(builtIn(name), builtIn(name).hub, { publicNetworkAccess: "Enabled" });
  const signal = new AbortController().signal;
  const demo = await createDemoWorld({ estate, signal, emit: () => undefined, startAt: Date.UTC(2026, 10, 22) });
  const spec = hubSpecSchema.parse({ publicAccess: { hub: "Disabled" } });
  return runPermissions({ ...demo.input(), spec }).finally(() => demo.close());
}

/** The names of all fields, in their order. */
function fieldsOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fieldsOf);
  if (typeof value !== "object" || value === null) return "";
  return Object.entries(value).map(([name, inner]: [string, unknown]) => [name, fieldsOf(inner)]);
}

interface SchemaNode {
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>> | undefined;
  readonly items?: SchemaNode | undefined;
}

const schemaNode: z.ZodType<SchemaNode> = z.looseObject({
  default: z.unknown().optional(),
  get properties() {
    return z.record(z.string(), schemaNode).optional();
  },
  get items() {
    return schemaNode.optional();
  },
});

/** Every key of the config that holds a value, with its default. */
function keysOf(node: SchemaNode, prefix = ""): readonly (readonly [key: string, otherwise: unknown])[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const key = `${prefix}${name}`;
    if (child.properties !== undefined) return keysOf(child, `${key}.`);
    return [[key, child.default] as const, ...(child.items === undefined ? [] : keysOf(child.items, `${key}[].`))];
  });
}

describe("docs/config.md", () => {
  const page = read("docs/config.md");
  const rows = [...page.matchAll(/^\| `([^`]+)` +\| (?:`([^`]*)`)? *\| /gm)].map(
    ([, key = "", shown]) => [key, shown] as const,
  );

  test("has every key of the config with its default, and no other", () => {
    const schema = schemaNode.parse(z.toJSONSchema(hubSpecSchema, { io: "input" }));
    const keys = keysOf(schema).map(
      ([key, otherwise]) =>
        [
          key,
          otherwise === undefined ? undefined : typeof otherwise === "string" ? otherwise : JSON.stringify(otherwise),
        ] as const,
    );
    expect(new Map(rows)).toEqual(new Map(keys));
  });

  test("has an example that is a valid config", () => {
    const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    expect(specOf(example, "example").budgetMinutes.managedNetwork).toBe(180);
  });
});

test("docs/estate.md has an example that can be planned on", async () => {
  const [, example = ""] = /```json\n([\s\S]*?)```/.exec(read("docs/estate.md")) ?? [];
  const signal = new AbortController().signal;
  const demo = await createDemoWorld({ estate: parseEstate(example), signal, emit: () => undefined, startAt: 0 });
  const { steps, unread } = await runPlan(demo.input()).finally(() => demo.close());
  expect(unread).toEqual([]);
  expect(steps.length).toBeGreaterThan(0);
});

describe("docs/twin.md", () => {
  const page = read("docs/twin.md");
  const [faults = "", behaviour = ""] = page.slice(page.indexOf("## Faults")).split("## Behaviour");
  const named = (text: string): readonly string[] => [...text.matchAll(/^\| `(\w+)` /gm)].map(([, name = ""]) => name);

  test("has an example of faults that can be played", () => {
    const [, example = ""] = /```json\n([\s\S]*?)```/.exec(faults) ?? [];
    expect(parseFaults(example)).toHaveLength(3);
  });

  test("has every kind of fault, and no other", () => {
    expect(new Set(named(faults))).toEqual(new Set(faultKinds));
  });

  test("has every behaviour and every duration, and no other", () => {
    expect(new Set(named(behaviour.split("## ")[0] ?? ""))).toEqual(new Set(behaviourFields));
    for (const duration of durationFields) expect(behaviour).toContain(`\`${duration}\``);
  });
});

describe("docs/cli.md", () => {
  const page = read("docs/cli.md");

  test("has every command and every option, and no other", async () => {
    const { out } = await runCli(["--help"]);
    const commands = [...out.matchAll(/^ {2}(\w+) \[/gm)]
      .map(([, name = ""]) => name)
      .filter((name) => name !== "options" && name !== "help");
    const offered = new Set<string>();
    for (const command of commands) {
      expect(page).toContain(`\`${command}\``);
      const help = (await runCli([command, "--help"])).out;
      for (const [, option = ""] of help.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)) offered.add(option);
    }
    const documented = new Set([...page.matchAll(/--[a-z][\w-]+/g)].map(([option]) => option));
    documented.add("--help");
    expect(documented).toEqual(offered);
  });

  test("has an object with the fields of a discovery, and no other", () => {
    const [, example = ""] = /## discover\n[\s\S]*?```json\n([\s\S]*?)```/.exec(page) ?? [];
    const hub = { id: "i", name: "n", resourceGroup: "g", subscriptionId: "s", location: "l" };
    expect(fieldsOf(JSON.parse(example))).toEqual(fieldsOf(discoveryOf({ subscriptions: ["s"], hubs: [hub] })));
  });

  test("has every built-in estate", () => {
    for (const name of Object.keys(estates)) expect(page).toContain(`\`${name}\``);
  });
});
