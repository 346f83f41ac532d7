import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { modes, readInputs } from "../../action/inputs.ts";
import { root } from "../cli/spawned.ts";

const io = z.record(
  z.string(),
  z.looseObject({
    description: z.string().min(10),
    required: z.boolean().optional(),
    value: z.string().optional(),
    default: z.string().optional(),
  }),
);
const step = z.strictObject({
  name: z.string(),
  id: z.string(),
  uses: z.string().optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  if: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
  with: z.record(z.string(), z.string()).optional(),
});
const manifest = z.strictObject({
  name: z.string(),
  description: z.string().max(125),
  author: z.string(),
  branding: z.strictObject({ icon: z.string(), color: z.string() }),
  inputs: io,
  outputs: io,
  runs: z.union([
    z.strictObject({ using: z.literal("composite"), steps: z.array(step) }),
    z.strictObject({ using: z.literal("node24"), main: z.string() }),
  ]),
});

function read(file: string): z.infer<typeof manifest> {
  return manifest.parse(parse(readFileSync(path.join(root, file), "utf8")));
}

const composite = read("action.yml");
const javascript = read("action/action.yml");
const steps = composite.runs.using === "composite" ? composite.runs.steps : [];

describe("the composite action", () => {
  test("calls the JavaScript action of its own commit", () => {
    expect(steps[0]?.uses).toBe("$/action");
    expect(javascript.runs).toEqual({ using: "node24", main: "../dist/action.js" });
  });

  test("hands every input on, under its own name", () => {
    const handed = Object.fromEntries(Object.keys(composite.inputs).map((name) => [name, `\${{ inputs.${name} }}`]));
    expect(steps[0]?.with).toEqual(handed);
  });

  test("gives every output back from that step", () => {
    for (const [name, { value }] of Object.entries(composite.outputs)) {
      expect(value).toBe(`\${{ steps.run.outputs.${name} }}`);
    }
  });

  test("pins what it doesn't own, and puts no expression into a script", () => {
    for (const { uses, run } of steps) {
      if (uses !== undefined) expect(uses).toMatch(/^(\$\/|\.\/|[\w.-]+\/[\w./-]+@[0-9a-f]{40}$)/);
      expect(run ?? "").not.toContain("${{");
    }
  });

  test("gives every step an id of its own", () => {
    expect(new Set(steps.map((s) => s.id)).size).toBe(steps.length);
  });
});

test("both actions take and give the same, so that either can be called", () => {
  const withoutValues = Object.fromEntries(
    Object.entries(composite.outputs).map(([name, { description }]) => [name, { description }]),
  );
  expect(javascript.inputs).toEqual(composite.inputs);
  expect(javascript.outputs).toEqual(withoutValues);
});

test("no input has a default that would win over the config file", () => {
  const defaults = Object.entries(composite.inputs).filter(([, input]) => "default" in input);
  expect(defaults.map(([name, input]) => [name, input.default])).toEqual([["github-token", "${{ github.token }}"]]);
});

test("the inputs are those that are read, each of them", () => {
  const asked = new Set<string>();
  for (const mode of modes) {
    readInputs((name) => {
      asked.add(name);
      const given: Readonly<Record<string, string>> = {
        mode,
        ...(mode === "rollback" ? { "capsule-file": "c" } : {}),
        ...(mode === "heartbeat" ? { workflow: "w.yml" } : {}),
      };
      return given[name] ?? "";
    });
  }
  expect([...asked].sort()).toEqual(Object.keys(composite.inputs).sort());
});

test("the artifact is kept only where the step says so, also after a failure", () => {
  const [, keep] = steps;
  expect(keep?.if).toBe("always() && steps.run.outputs.artifact-path != ''");
  expect(keep?.with).toEqual({
    name: "${{ steps.run.outputs.artifact-name }}",
    path: "${{ steps.run.outputs.artifact-path }}",
  });
});
