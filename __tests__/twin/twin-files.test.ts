import { describe, expect, test } from "vitest";
import { parseBehaviour } from "../../src/twin/behaviour-file.ts";
import { parseFaults } from "../../src/twin/fault-file.ts";
import { TwinFileError } from "../../src/twin/input-file.ts";

function problemsOf(parse: (text: string) => unknown, value: unknown): readonly string[] {
  try {
    parse(typeof value === "string" ? value : JSON.stringify(value));
  } catch (cause) {
    if (cause instanceof TwinFileError) return cause.problems;
    throw cause;
  }
  return [];
}

describe("a fault file", () => {
  test("reads into faults, its pattern into an expression without case", () => {
    const read = parseFaults(
      JSON.stringify([
        { on: { pathPattern: "outboundRules/[^/]+$", nth: 2, writesOnly: true }, do: { kind: "lostRule" }, times: 3 },
        { on: { path: "vaults", probability: 0.5, seed: 4 }, do: { kind: "status", status: 429, retryAfter: 1 } },
        { on: {}, do: { kind: "powerCut", when: "after" } },
      ]),
    );
    expect(read[0]?.on.path).toEqual(/outboundRules\/[^/]+$/i);
    expect(read[1]).toEqual({
      on: { path: "vaults", probability: 0.5, seed: 4 },
      do: { kind: "status", status: 429, retryAfter: 1 },
    });
    expect(read).toHaveLength(3);
  });

  test("names each mistake by its place", () => {
    const wrong = [
      { on: { nth: 0, probability: 2, methodd: "GET" }, do: { kind: "status", status: 200 } },
      { on: { path: "a", pathPattern: "b" }, do: { kind: "reset" } },
      { on: { pathPattern: "(" }, do: { kind: "explode" } },
    ];
    const problems = problemsOf(parseFaults, wrong).join("\n");
    for (const place of [
      "0.on.nth: ",
      "0.on.probability: ",
      "0.on.methodd: ",
      "0.do.status: ",
      "1.on: ",
      "2.on.pathPattern: ",
      "2.do.kind: ",
    ]) {
      expect(problems).toContain(place);
    }
    expect(problemsOf(parseFaults, "{")).toEqual([expect.stringContaining("(file): not JSON")]);
    expect(problemsOf(parseFaults, { faults: [] })[0]).toMatch(/^\(file\): /);
  });
});

describe("a behaviour file", () => {
  test("reads into the fields it names", () => {
    const chosen = { serviceMadeRules: "onProvision", secondProvision: 409, durations: { rule: 5 }, throttling: true };
    expect(parseBehaviour(JSON.stringify(chosen))).toEqual(chosen);
    expect(parseBehaviour("{}")).toEqual({});
  });

  test("names each mistake by its place", () => {
    const wrong = { secondProvision: 201, durations: { rules: 1, rule: -1 }, serviceMadeRule: "onClose" };
    const problems = problemsOf(parseBehaviour, wrong).join("\n");
    for (const place of ["secondProvision: ", "durations.rules: ", "durations.rule: ", "serviceMadeRule: "]) {
      expect(problems).toContain(place);
    }
  });
});
