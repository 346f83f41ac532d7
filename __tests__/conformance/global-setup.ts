import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { azureAiMl, azureCli, installClient, toolsCacheOf } from "./clients.ts";
import { findPython } from "./python.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The Python that runs the Azure CLI, as `python -m azure.cli`. */
    azureCliPython: string;
    /** The Python that azure-ai-ml is installed for. */
    azureAiMlPython: string;
    /** Where tests put what they write. */
    scratch: string;
  }
}

/** Installs the real clients before the first test, unless an earlier run did. */
export default async function installClients(project: TestProject): Promise<() => Promise<void>> {
  const python = await findPython();
  const cache = toolsCacheOf(process.env);
  project.provide("azureCliPython", await installClient(azureCli, python, cache));
  project.provide("azureAiMlPython", await installClient(azureAiMl, python, cache));
  const scratch = await mkdtemp(path.join(tmpdir(), "secure-foundry-hub-conformance-"));
  project.provide("scratch", scratch);
  return () => rm(scratch, { recursive: true, force: true, maxRetries: 3 });
}
