import { expect, test } from "vitest";
import { findingCodes } from "../../src/checks/codes.ts";
import { runErrorCodes } from "../../src/checks/run-error-codes.ts";
import { runCommandLine } from "../../src/cli/program.ts";
import type { Shell } from "../../src/cli/shell.ts";
import { plainPalette } from "../../src/report/palette.ts";

async function run(args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const ended = { code: 0, out: "", err: "" };
  const shell: Shell = {
    env: {},
    signal: new AbortController().signal,
    sayOnStop: () => undefined,
    out: { palette: plainPalette, width: 100, write: (text) => (ended.out += text) },
    err: { palette: plainPalette, width: 100, write: (text) => (ended.err += text) },
    ask: undefined,
    end: (code) => (ended.code = code),
  };
  await runCommandLine(args, shell);
  return ended;
}

test("explain alone lists every code", async () => {
  const { code, out } = await run(["explain"]);
  expect(code).toBe(0);
  for (const known of [...findingCodes, ...Object.keys(runErrorCodes)])
    expect(out).toMatch(new RegExp(`^${known} `, "m"));
});

test("explain tells why a finding matters, what mends it, who does, and where that is from", async () => {
  const { code, out } = await run(["explain", "sfh301"]);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^SFH301 \(error\): The storage account answers the public internet\nwhy .*\nmend .*\nwho +apply.*\nsource /,
  );
});

test("explain tells what ends a run, too", async () => {
  expect((await run(["explain", "SFH902"])).out).toContain("Remove the lock");
});

test("an unknown code is answered with the one that was probably meant", async () => {
  const { code, err } = await run(["explain", "SFH31"]);
  expect(code).toBe(1);
  expect(err).toMatch(/There is no code "SFH31".\n {2}fix: Did you mean SFH\d{3}\?/);
});

test("help and version are no errors, and only what exists is offered", async () => {
  const { code, out } = await run(["--help"]);
  expect(code).toBe(0);
  const offered = [...out.matchAll(/^ {2}(\w+) [[ ]/gm)].map((m) => m[1]);
  const [onHubs, rest] = [
    ["plan", "apply", "verify", "diagnose", "rollback"],
    ["demo", "twin", "explain", "help"],
  ];
  expect(offered).toEqual([...onHubs, "permissions", "pac", "discover", ...rest]);
  expect((await run(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([[[]], [["aply"]]])("%j is one error", async (args) => {
  const { code, out, err } = await run(args);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toMatch(/^error SFH912: /);
});
