import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { completeFolder } from "./complete-folder.ts";
import type { Python } from "./python.ts";
import { runOrThrow } from "./run-program.ts";

/** A package that is installed with pip into a virtual environment of its own. */
export interface PythonPackage {
  readonly name: string;
  readonly version: string;
  /** A file with the versions of everything it brings along; undefined where it brings nothing. */
  readonly constraints?: string;
}

/** Installs a package into the cache unless it is there; gives the folder of its programs. */
export async function installPythonPackage(wanted: PythonPackage, python: Python, cache: string): Promise<string> {
  const { name, version, constraints } = wanted;
  const digest = constraints === undefined ? "" : `-${await digestOf(constraints)}`;
  const folder = path.join(cache, `${name}-${version}-python${python.version}${digest}`);
  await completeFolder(folder, async () => {
    console.log(`Installing ${name} ${version} into ${folder}: once.`);
    await runOrThrow(python.command, ["-m", "venv", folder]);
    const options = ["--no-input", "--disable-pip-version-check"];
    const pinned = constraints === undefined ? [] : ["--constraint", constraints];
    const asked = `${name}==${version}`;
    await runOrThrow(pythonIn(programsOf(folder)), ["-m", "pip", "install", "--quiet", ...options, ...pinned, asked]);
  });
  return programsOf(folder);
}

/** The Python among the programs of a virtual environment. */
export function pythonIn(programs: string): string {
  return path.join(programs, process.platform === "win32" ? "python.exe" : "python");
}

function programsOf(venv: string): string {
  return path.join(venv, process.platform === "win32" ? "Scripts" : "bin");
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256").update(await readFile(file));
  return hash.digest("hex").slice(0, 8);
}
