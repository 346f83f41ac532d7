import { runProgram } from "./run-program.ts";
import type { Ended } from "./run-program.ts";

/** The oldest Python every pinned package installs on. */
export const minimumPython = { major: 3, minor: 11 } as const;

export interface Python {
  readonly command: string;
  /** Major and minor: packages are built for these. */
  readonly version: string;
}

const probe = [
  "import sys",
  "print('.'.join(map(str, sys.version_info[:2])))",
  "import importlib.util",
  "print(' '.join(name for name in ('venv', 'ensurepip') if importlib.util.find_spec(name) is None))",
].join("\n");

/** The first of the commands that is a Python to build on; throws with what to install where none is. */
export async function findPython(commands: readonly string[] = ["python3", "python"]): Promise<Python> {
  const lacks: string[] = [];
  for (const command of commands) {
    const judged = await judge(command);
    if (typeof judged !== "string") return judged;
    lacks.push(judged);
  }
  const { major, minor } = minimumPython;
  throw new Error(
    `These tests need Python ${major}.${minor} or later with venv: ${lacks.join("; ")}. Install it and run them again; on Debian and Ubuntu the packages are python3 and python3-venv.`,
  );
}

async function judge(command: string): Promise<Python | string> {
  const probed = await runProgram(command, ["-c", probe]).catch((): undefined => undefined);
  return probed === undefined ? `there is no ${command}` : judgePython(command, probed);
}

/** What a command that ran the probe is worth: a Python to build on, or what it lacks. */
export function judgePython(command: string, { code, out, err }: Ended): Python | string {
  const [version = "", missing = ""] = out.split(/\r?\n/);
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (code !== 0 || major === 0) return `${command} doesn't run (${err.trim().split("\n").at(-1) ?? ""})`;
  const isOld = major < minimumPython.major || (major === minimumPython.major && minor < minimumPython.minor);
  if (isOld) return `${command} is ${version}`;
  if (missing !== "") return `${command} has no ${missing.split(" ").join(" and no ")}`;
  return { command, version };
}
