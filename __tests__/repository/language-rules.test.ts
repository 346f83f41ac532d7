import { afterAll, expect, test } from "vitest";

import { ScratchLint } from "./lint.ts";

const scratch = new ScratchLint();
afterAll(() => {
  scratch.remove();
});

/** Joined here, so that a search of the tree for what must not be in it doesn't find this file. */
const silencedCompiler = `// ${["@ts", "expect", "error"].join("-")} so`;
const silencedRule = `/* ${["eslint", "disable"].join("-")} eqeqeq */`;

const inAFunction = (statement: string): string => `export function x(): unknown {\n  return ${statement};\n}\n`;

test.each(["process.version", "fetch", "setTimeout", "console", "performance", "globalThis"])(
  "the pure core can't mention %s",
  async (expression) => {
    const said = await scratch.lint("src/plan/x.ts", inAFunction(expression));
    expect(said.join("\n")).toContain("no-restricted-globals:");
  },
);

test.each(["Date.now()", "new Date()", "Math.random()", "crypto.randomUUID()"])(
  "the pure core can't call %s",
  async (expression) => {
    const said = await scratch.lint("src/checks/x.ts", inAFunction(expression));
    expect(said.join("\n")).toContain("no-restricted-syntax:");
  },
);

test("the pure core may read a date it is given", async () => {
  expect(await scratch.lint("src/checks/x.ts", inAFunction('new Date("2026-01-01")'))).toEqual([]);
});

test.each([
  ["src/azure/x.ts", "process.env.HOME"],
  ["src/twin/x.ts", "process.exit(1)"],
  ["src/apply/x.ts", "Date.now()"],
  ["src/vantage/x.ts", "new Date()"],
  ["src/runbook/x.ts", "setTimeout(x, 1)"],
])("%s, below the composition roots, can't use %s", async (file, expression) => {
  expect((await scratch.lint(file, inAFunction(expression))).join("\n")).toContain("no-restricted-syntax:");
});

test.each(["src/cli/main.ts", "action/main.ts"])("%s, a composition root, may use the process", async (file) => {
  expect(await scratch.lint(file, inAFunction("[process.env.HOME, Date.now()]"))).toEqual([]);
});

test.each([
  ["a variable", "export let count = 0;"],
  ["a cache", "const cache = new Map<string, string>();\nexport const read = (): unknown => cache;"],
  ["an exported collection", "export const seen = new Set<string>();"],
])("a module doesn't keep %s", async (_what, text) => {
  expect((await scratch.lint("src/azure/x.ts", `${text}\n`)).join("\n")).toContain("no-restricted-syntax:");
});

test.each([
  ["any", "export const x: any = 1;", "@typescript-eslint/no-explicit-any"],
  ["a non-null assertion", "export const x = (y?: string): string => y!;", "@typescript-eslint/no-non-null-assertion"],
  ["a cast literal", "export const x = {} as { y: string };", "@typescript-eslint/consistent-type-assertions"],
  ["a silenced compiler", `${silencedCompiler}\nexport const x = 1;`, "@typescript-eslint/ban-ts-comment"],
  ["a silenced rule", `${silencedRule}\nexport const x = (y: number): boolean => y == 1;`, "eqeqeq"],
  ["a manager", "export class HubManager {\n  x = 1;\n}", "no-restricted-syntax"],
  ["a file of 301 lines", "export {};\n".repeat(301), "max-lines"],
  ["a function of 61 lines", inAFunction(`[${"\n1,".repeat(60)}]`), "max-lines-per-function"],
])("there is no %s", async (_what, text, rule) => {
  expect((await scratch.lint("src/azure/x.ts", `${text}\n`)).join("\n")).toContain(`${rule}:`);
});

test("tables of codes may be as long as they need", async () => {
  const table = Array.from({ length: 400 }, (_, index) => `export const c${index} = ${index};\n`).join("");
  expect(await scratch.lint("src/checks/codes.ts", table)).toEqual([]);
});

test.each([
  ["test", "only"],
  ["it", "skip"],
  ["describe", "todo"],
])("a test isn't left out with %s and %s", async (object, property) => {
  const said = await scratch.lint("__tests__/x.test.ts", `export const x = ${object}.${property};\n`);
  expect(said.join("\n")).toContain("no-restricted-syntax: A test runs");
});

test("a test asserts no calls", async () => {
  const said = await scratch.lint("__tests__/x.test.ts", "expect(x).toHaveBeenCalledTimes(1);\n");
  expect(said.join("\n")).toContain("no-restricted-syntax: Assert the state");
});
