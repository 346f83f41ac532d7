import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { toolsCacheOf } from "../support/tools-cache.ts";
import { findGo } from "./go.ts";
import { act, actionlint, installGoProgram, installZizmor } from "./programs.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Files of the programs these tests run. */
    act: string;
    actionlint: string;
    zizmor: string;
    /** Where tests put what they write. */
    scratch: string;
  }
}

/** Installs the workflow engine and the linters before the first test, unless an earlier run did. */
export default async function installPrograms(project: TestProject): Promise<() => Promise<void>> {
  const cache = toolsCacheOf(process.env);
  const go = (): Promise<string> => findGo(cache);
  project.provide("act", await installGoProgram(act, go, cache));
  project.provide("actionlint", await installGoProgram(actionlint, go, cache));
  project.provide("zizmor", await installZizmor(cache));
  const scratch = await mkdtemp(path.join(tmpdir(), "secure-foundry-hub-workflows-"));
  project.provide("scratch", scratch);
  return () => rm(scratch, { recursive: true, force: true, maxRetries: 3 });
}
