import type { InputOptions } from "@actions/core";
import type { EnvironmentName } from "../src/azure/cloud-endpoints.ts";
import type { Choices } from "../src/cli/settings.ts";
import { RunError } from "../src/errors.ts";
import type { FederatedIdentity } from "./federated-credential.ts";

const modes = ["plan", "apply", "verify"] as const;

/** The inputs of one run, checked. */
export interface Inputs {
  readonly mode: (typeof modes)[number];
  readonly choices: Choices;
  readonly isAllOrNothing: boolean;
  readonly failsOnDrift: boolean;
  /** Who to sign in as with the workflow's own token; undefined: with what the job has. */
  readonly federated: FederatedIdentity | undefined;
  readonly reportPath: string | undefined;
}

export type GetInput = (name: string, options?: InputOptions) => string;

const environments = ["azurecloud", "azureusgovernment", "azurechinacloud"] as const;

/** Reads the inputs. Throws RunError SFH912 naming the input that can't be meant. */
export function readInputs(getInput: GetInput): Inputs {
  const text = (name: string): string | undefined => getInput(name) || undefined;
  const mode = oneOf("mode", modes, text("mode"));
  if (mode === undefined) throw badInput("mode", "is missing", `Set it to ${modes.join(", ")}.`);
  // What the masks are made by has no use for a wrong value.
  readFlag("masked-ids", text("masked-ids"));
  const environment: EnvironmentName | undefined = oneOf(
    "environment",
    environments,
    text("environment")?.toLowerCase(),
  );
  return {
    mode,
    choices: {
      hub: text("hub"),
      subscription: text("subscription-id"),
      resourceGroup: text("resource-group-name"),
      name: text("name"),
      config: text("config-file"),
      environment,
    },
    isAllOrNothing: readFlag("all-or-nothing", text("all-or-nothing")) ?? false,
    failsOnDrift: mode === "apply" || (readFlag("fail-on-drift", text("fail-on-drift")) ?? mode === "verify"),
    federated: readFederated(text("client-id"), text("tenant-id"), text("audience")),
    reportPath: text("report-path"),
  };
}

function oneOf<T extends string>(name: string, allowed: readonly T[], value: string | undefined): T | undefined {
  const found = allowed.find((a) => a === value);
  if (value === undefined || found !== undefined) return found;
  throw badInput(name, `is "${value}"`, `Set it to one of ${allowed.join(", ")}.`);
}

function readFlag(name: string, value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (value.toLowerCase() === "true") return true;
  if (value.toLowerCase() === "false") return false;
  throw badInput(name, `is "${value}"`, "Set it to true or false.");
}

function readFederated(
  clientId: string | undefined,
  tenantId: string | undefined,
  audience: string | undefined,
): Inputs["federated"] {
  if (clientId === undefined && tenantId === undefined) {
    if (audience === undefined) return undefined;
    throw badInput("audience", "is given without client-id", "Give client-id and tenant-id too, or leave it out.");
  }
  if (clientId !== undefined && tenantId !== undefined) return { clientId, tenantId, audience };
  const missing = clientId === undefined ? "client-id" : "tenant-id";
  throw badInput(missing, "is missing", "Give client-id and tenant-id, or neither.");
}

function badInput(name: string, what: string, fix: string): RunError {
  return new RunError("SFH912", `The input ${name} ${what}.`, { fix });
}
