import { InvalidArgumentError, Option, type Command } from "commander";
import { environmentNames, type EnvironmentName } from "../azure/cloud-endpoints.ts";
import type { CredentialKind } from "../azure/credential.ts";
import { RunError } from "../errors.ts";
import { defaultConfigFile } from "../spec/config-places.ts";
import type { Host } from "./compose.ts";
import { outputOption, type OutputFormat } from "./output-format.ts";
import { describeEvent, describeRequest } from "./progress.ts";
import type { Choices } from "./settings.ts";
import type { Shell } from "./shell.ts";

/** What commander reads for every command about one hub. */
export interface HubOptions extends Choices {
  readonly credential?: CredentialKind;
  readonly journal?: string;
  readonly verbose?: boolean;
}

/** The same for those that end in a report. */
export interface RunOptions extends HubOptions {
  readonly output: OutputFormat;
}

const credentials: readonly CredentialKind[] = ["environment", "cli", "managed-identity"];

/** What a run is asked besides: what may be lost, and what is written where. */
export function addRunOptions(command: Command, formats: readonly OutputFormat[]): Command {
  return addHubOptions(command)
    .option("--accept <code@resource=origin>", "accept one loss that a refusal names (repeatable)", collect, [])
    .option("--reason <text>", "why the losses are accepted; the report keeps it")
    .addOption(outputOption(formats));
}

/** Which hub, in which cloud, as whom. Each option wins over its variable, and that over the config file. */
export function addHubOptions(command: Command): Command {
  return command
    .addOption(new Option("--hub <id>", "resource id of the hub").env("SFH_HUB"))
    .option("--subscription <id>", "subscription of the hub, with --resource-group and --name")
    .option("--resource-group <name>", "resource group of the hub")
    .option("--name <name>", "name of the hub")
    .addOption(
      new Option("--config <file>", `config file (default: ${defaultConfigFile} where it is there)`).env("SFH_CONFIG"),
    )
    .addOption(environmentOption())
    .addOption(credentialOption())
    .addOption(verboseOption());
}

export function environmentOption(): Option {
  return new Option("--environment <cloud>", "one of Azure's clouds")
    .choices(environmentNames)
    .argParser(parseEnvironment)
    .env("SFH_ENVIRONMENT");
}

export function credentialOption(): Option {
  return new Option("--credential <kind>", "use only this credential").choices(credentials).env("SFH_CREDENTIAL");
}

export function verboseOption(): Option {
  return new Option("--verbose", "show each request, and stack traces of errors");
}

/** What apply keeps of each write before it is made, and rollback puts back. */
export function capsuleOption(description: string): Option {
  return new Option("--capsule <file>", description).env("SFH_CAPSULE");
}

/** In any casing: Azure's own tools write AzureCloud. */
function parseEnvironment(text: string): EnvironmentName {
  const found = environmentNames.find((name) => name === text.toLowerCase());
  if (found === undefined) throw new InvalidArgumentError(`Allowed choices are ${environmentNames.join(", ")}.`);
  return found;
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** The options as choices: parts given on the command line win over a hub from the environment, never over a flag. */
export function choicesOf(options: HubOptions, command: Command): Choices {
  const isNamedByParts = [options.subscription, options.resourceGroup, options.name].some((p) => p !== undefined);
  if (isNamedByParts && command.getOptionValueSource("hub") === "cli") {
    throw new RunError("SFH912", "The hub is named twice: by --hub and by its parts.", {
      fix: "Give --hub, or --subscription, --resource-group and --name.",
    });
  }
  return options;
}

/** What a terminal hands down to a run: progress goes to standard error, a line an event. */
export function hostOf(shell: Shell, options: Pick<HubOptions, "journal" | "credential" | "verbose">): Host {
  const { err } = shell;
  return {
    env: shell.env,
    signal: shell.signal,
    emit: (event) => err.write(`${describeEvent(event)}\n`),
    tell: (line) => err.write(`${line}\n`),
    onRequest:
      options.verbose === true ? (event) => err.write(`${err.palette.dim(describeRequest(event))}\n`) : undefined,
    journalFile: options.journal,
    credentialKind: options.credential,
  };
}
