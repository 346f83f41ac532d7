import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { completeFolder } from "./complete-folder.ts";
import type { Python } from "./python.ts";
import { runProgram } from "./run-program.ts";

/** A real client: the package that is installed, and the versions of what it brings along. */
export interface Client {
  readonly name: string;
  readonly version: string;
}

export const azureCli: Client = { name: "azure-cli", version: "2.91.0" };
export const azureAiMl: Client = { name: "azure-ai-ml", version: "1.35.2" };

/** Where clients are kept from run to run: SFH_TOOLS_CACHE, or a folder of the user's cache. Never in the checkout. */
export function toolsCacheOf(env: Readonly<Record<string, string | undefined>>): string {
  // An empty variable is as good as none.
  const { SFH_TOOLS_CACHE: own = "", XDG_CACHE_HOME: users = "" } = env;
  if (own !== "") return path.resolve(own);
  return path.join(users === "" ? path.join(homedir(), ".cache") : users, "secure-foundry-hub");
}

/** Installs a client into the cache unless it is there; gives the Python that runs it. */
export async function installClient(client: Client, python: Python, cache: string): Promise<string> {
  const constraints = path.join(import.meta.dirname, `${client.name}.constraints.txt`);
  const digest = createHash("sha256")
    .update(await readFile(constraints))
    .digest("hex")
    .slice(0, 8);
  const folder = path.join(cache, `${client.name}-${client.version}-python${python.version}-${digest}`);
  await completeFolder(folder, async () => {
    console.log(`Installing ${client.name} ${client.version} into ${folder}: some minutes, once.`);
    await runOrThrow(python.command, ["-m", "venv", folder]);
    const asked = `${client.name}==${client.version}`;
    const options = ["--no-input", "--disable-pip-version-check", "--constraint", constraints];
    await runOrThrow(pythonOf(folder), ["-m", "pip", "install", "--quiet", ...options, asked]);
  });
  return pythonOf(folder);
}

function pythonOf(venv: string): string {
  return process.platform === "win32" ? path.join(venv, "Scripts", "python.exe") : path.join(venv, "bin", "python");
}

async function runOrThrow(file: string, args: readonly string[]): Promise<void> {
  const { code, out, err } = await runProgram(file, args);
  if (code === 0) return;
  const said = `${out}${err}`.trim().split("\n").slice(-20).join("\n");
  throw new Error(`${path.basename(file)} ${args.join(" ")} ended with ${String(code)}:\n${said}`);
}
