import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { findPython } from "../support/python.ts";
import { installPythonPackage, pythonIn, type PythonPackage } from "../support/python-package.ts";
import { toolsCacheOf } from "../support/tools-cache.ts";
import { azureAiMl, azureCli } from "./clients.ts";

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
  const install = async (client: PythonPackage): Promise<string> =>
    pythonIn(await installPythonPackage(client, python, cache));
  project.provide("azureCliPython", await install(azureCli));
  project.provide("azureAiMlPython", await install(azureAiMl));
  const scratch = await mkdtemp(path.join(tmpdir(), "secure-foundry-hub-conformance-"));
  project.provide("scratch", scratch);
  return () => rm(scratch, { recursive: true, force: true, maxRetries: 3 });
}
