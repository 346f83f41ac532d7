import { mkdir } from "node:fs/promises";
import path from "node:path";
import { completeFolder } from "../support/complete-folder.ts";
import { findPython } from "../support/python.ts";
import { installPythonPackage, type PythonPackage } from "../support/python-package.ts";
import { runOrThrow } from "../support/run-program.ts";
import { goSettings } from "./go.ts";

/** A program that is built from its Go module. */
export interface GoProgram {
  readonly name: string;
  /** Path of its package within the module proxy's world. */
  readonly source: string;
  readonly version: string;
}

export const act: GoProgram = { name: "act", source: "github.com/nektos/act", version: "0.2.89" };
export const actionlint: GoProgram = {
  name: "actionlint",
  source: "github.com/rhysd/actionlint/cmd/actionlint",
  version: "1.7.12",
};
export const zizmor: PythonPackage = { name: "zizmor", version: "1.32.0" };

/** Builds a program into the cache unless it is there; gives its file. `findGo` is asked only where it must be built. */
export async function installGoProgram(
  { name, source, version }: GoProgram,
  findGo: () => Promise<string>,
  cache: string,
): Promise<string> {
  const folder = path.join(cache, `${name}-${version}-${process.platform}-${process.arch}`);
  await completeFolder(folder, async () => {
    console.log(`Building ${name} ${version} into ${folder}: a minute or two, once.`);
    await mkdir(folder);
    const go = await findGo();
    await runOrThrow(go, ["install", `${source}@v${version}`], { ...process.env, ...goSettings, GOBIN: folder });
  });
  return path.join(folder, process.platform === "win32" ? `${name}.exe` : name);
}

/** Installs zizmor, a program that comes as a Python package, unless it is there; gives its file. */
export async function installZizmor(cache: string): Promise<string> {
  const programs = await installPythonPackage(zizmor, await findPython(), cache);
  return path.join(programs, process.platform === "win32" ? "zizmor.exe" : "zizmor");
}
