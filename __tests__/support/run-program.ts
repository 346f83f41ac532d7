import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export type Variables = Readonly<Record<string, string>>;

/** Runs a program to its end; rejects where it can't be started. Without variables it gets this process's own. */
export async function runProgram(file: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended> {
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], env: env ?? process.env, windowsHide: true });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  await once(child, "close");
  return { code: child.exitCode, out, err };
}

/** Runs a program to its end; throws with the last of what it said where it fails. */
export async function runOrThrow(file: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> {
  const { code, out, err } = await runProgram(file, args, env);
  if (code === 0) return out;
  const said = `${out}${err}`.trim().split("\n").slice(-20).join("\n");
  throw new Error(`${path.basename(file)} ${args.join(" ")} ended with ${String(code)}:\n${said}`);
}
