import path from "node:path";
import { inject } from "vitest";
import { cleanEnvironment } from "./served-estate.ts";
import type { ServedEstate } from "./served-estate.ts";
import { runProgram } from "../support/run-program.ts";

/** Runs one of the Python scripts beside the tests on a twin; gives what it reported on its last line. */
export async function runScript(served: ServedEstate, script: string, ...args: readonly string[]): Promise<unknown> {
  const { tenantId, clientId, clientSecret } = served.credentials;
  const env = {
    ...cleanEnvironment(served),
    AZURE_AUTHORITY_HOST: served.arm,
    AZURE_TENANT_ID: tenantId,
    AZURE_CLIENT_ID: clientId,
    AZURE_CLIENT_SECRET: clientSecret,
    SFH_GROUP_ID: served.before.hub.split(/\/providers\//i)[0] ?? "",
  };
  const file = path.join(import.meta.dirname, script);
  const ended = await runProgram(inject("azureAiMlPython"), [file, ...args], env);
  if (ended.code !== 0) throw new Error(`${script} ended with ${String(ended.code)}:\n${ended.err}`);
  return JSON.parse(ended.out.trim().split("\n").at(-1) ?? "");
}
