import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findPlaces, noConfig, type ConfigPath } from "../../src/spec/config-places.ts";
import { parseConfig } from "../../src/spec/parse-spec.ts";
import { runErrorOf } from "../support/run-error.ts";

const page = readFileSync(path.resolve(import.meta.dirname, "../../docs/config.md"), "utf8");
const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];

/** Every key of the example with its line, told from its indentation alone. */
function keysByIndentation(text: string): readonly (readonly [path: ConfigPath, line: number])[] {
  const open: { readonly indent: number; readonly key: string | number }[] = [];
  const found: (readonly [ConfigPath, number])[] = [];
  const enter = (indent: number, key: string | number, line: number): void => {
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    open.push({ indent, key });
    found.push([open.map((one) => one.key), line]);
  };
  for (const [index, line] of text.split("\n").entries()) {
    const [, space = "", dash = "", key] = /^( *)(- )?(\w+):/.exec(line) ?? [];
    if (key === undefined) continue;
    // One item a list in the example.
    if (dash !== "") enter(space.length, 0, index + 1);
    enter(space.length + dash.length, key, index + 1);
  }
  return found;
}

describe("the example of docs/config.md", () => {
  const keys = keysByIndentation(example);

  test("is taken apart by the test itself", () => {
    expect(keys.length).toBeGreaterThan(15);
    expect(keys).toContainEqual([["accept", 0, "reason"], 14]);
  });

  test.each([
    ["as it stands", example],
    ["with CRLF", example.replaceAll("\n", "\r\n")],
    ["without a last line break", example.trimEnd()],
    ["with a byte order mark", `\uFEFF${example}`],
  ])("%s has each key on its line", (_, text) => {
    const places = findPlaces(text, "c.yml");
    for (const [at, line] of keys) {
      expect([at, places.lineOf(at), places.has(at)]).toEqual([at, line, true]);
    }
  });
});

test("what isn't there is looked for around it", () => {
  const { lineOf, has } = findPlaces("# head\n\nhub: x\naccept:\n  - code: SFH322\n    origin: y\n", "c.yml");
  expect(lineOf(["accept", 0, "reason"])).toBe(5);
  expect(lineOf(["accept", 7, "reason"])).toBe(4);
  expect(lineOf(["publicAccess", "storage"])).toBe(3);
  expect([has(["accept", 7]), has(["publicAccess"]), has(["accept"])]).toEqual([false, false, true]);
});

test.each<[string, string, ConfigPath, number]>([
  ["flow style on one line", "{ hub: x, accept: [ { code: y } ] }", ["accept", 0, "code"], 1],
  ["flow style over lines", "{\n hub: x,\n accept: [\n  { code: y },\n  { code: z }\n ]\n}", ["accept", 1, "code"], 5],
  ["JSON", '{\n  "hub": "x",\n  "publicAccess": {\n    "hub": "Disabled"\n  }\n}\n', ["publicAccess", "hub"], 4],
  ["an unknown key", "hub: x\nhubb: y\n", ["hubb"], 2],
  ["an item without content", "accept:\n  -\n  -\nhub: x\n", ["accept", 1], 3],
  ["an empty file", "", ["hub"], 1],
  ["a file of comments", "# a\n# b\n", ["hub"], 1],
  ["a list instead of a mapping", "- a\n- b\n", [1], 2],
  ["a file that isn't YAML", "hub: [\n", ["publicAccess"], 1],
])("%s", (_, text, at, line) => {
  expect(findPlaces(text, "c.yml").lineOf(at)).toBe(line);
});

test("without a config file there is the first line of the one that would be read, and nothing in it", () => {
  expect([noConfig.file, noConfig.lineOf(["hub"]), noConfig.has(["hub"])]).toEqual([
    "secure-foundry-hub.yml",
    1,
    false,
  ]);
});

test("any text has a line within it for any path", () => {
  const key = fc.oneof(fc.constantFrom("hub", "accept", "a"), fc.nat(3));
  const piece = fc.oneof(fc.string(), fc.constantFrom("hub:", "\n", "  - ", "{", "[", "a: ", "&x ", "*x", '"', "\t"));
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, fc.array(key, { maxLength: 4 }), (given, at) => {
      const line = findPlaces(given, "c.yml").lineOf(at);
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(given.split("\n").length);
    }),
  );
});

test.each([
  ["an unknown key", "version: 1\nhubb: x\n", 2],
  ["a YAML error", "version: 1\na: b: c\n", 2],
  ["the first of several faults", "version: 1\nisolationMode: x\nhubb: y\n", 2],
  ["a file that holds no mapping", "# a\n- b\n", 2],
])("the error of %s is placed at its line, in the file as its repository calls it", async (_, text, line) => {
  const name = { given: "..\\c.yml", inRepository: "infra/c.yml" };
  const error = await runErrorOf(() => parseConfig(text, name));
  expect(error.details.at).toEqual({ file: "infra/c.yml", line });
  expect(error.message).toContain("..\\c.yml is not a valid config");
});
