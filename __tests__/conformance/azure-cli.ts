import { inject } from "vitest";
import { cleanEnvironment, scratchFolder } from "./served-estate.ts";
import type { ServedEstate } from "./served-estate.ts";
import { runProgram } from "../support/run-program.ts";
import type { Ended } from "../support/run-program.ts";

/** The Azure CLI on a twin, with a configuration of its own. */
export interface AzureCli {
  /** Runs a command; gives what it printed, read as JSON. Throws where it fails. */
  json(...args: readonly string[]): Promise<unknown>;
  /** Runs a command that should fail; gives what it says on standard error. Throws where it doesn't. */
  refusal(...args: readonly string[]): Promise<string>;
  /** Runs a command, whatever comes of it. */
  run(...args: readonly string[]): Promise<Ended>;
}

/** The CLI with the twin as its cloud, nobody signed in. */
export async function azOn(served: ServedEstate): Promise<AzureCli> {
  const env = {
    ...cleanEnvironment(served),
    AZURE_CONFIG_DIR: scratchFolder(),
    AZURE_CORE_COLLECT_TELEMETRY: "false",
    AZURE_CORE_NO_COLOR: "true",
    // MSAL would ask the public cloud whether it knows this host.
    AZURE_CORE_INSTANCE_DISCOVERY: "false",
  };
  const run = (...args: readonly string[]): Promise<Ended> =>
    runProgram(inject("azureCliPython"), ["-m", "azure.cli", ...args], env);
  const az: AzureCli = {
    run,
    json: async (...args) => {
      const ended = await run(...args, "--output", "json");
      if (ended.code !== 0) throw new Error(`az ${args.join(" ")} ended with ${String(ended.code)}:\n${ended.err}`);
      const printed: unknown = ended.out.trim() === "" ? undefined : JSON.parse(ended.out);
      return printed;
    },
    refusal: async (...args) => {
      const ended = await run(...args);
      if (ended.code === 0) throw new Error(`az ${args.join(" ")} should have failed:\n${ended.out}`);
      return ended.err;
    },
  };
  await az.json("cloud", "register", "--name", "Twin", "--endpoint-resource-manager", served.arm);
  await az.json("cloud", "set", "--name", "Twin");
  return az;
}

/** The arguments that sign the estate's caller in. */
export function loginArguments({ credentials }: ServedEstate, ...proof: readonly string[]): readonly string[] {
  const { tenantId, clientId } = credentials;
  return ["login", "--service-principal", "--username", clientId, "--tenant", tenantId, ...proof];
}

/** The CLI with the twin as its cloud and the estate's caller signed in. */
export async function signedInAz(served: ServedEstate): Promise<AzureCli> {
  const az = await azOn(served);
  await az.json(...loginArguments(served, "--password", served.credentials.clientSecret));
  return az;
}
