import { Option, type Command } from "commander";
import type { EnvironmentName } from "../azure/cloud-endpoints.ts";
import type { CredentialKind } from "../azure/credential.ts";
import type { Discovery } from "../fleet/discovery.ts";
import { readShard } from "../fleet/shards.ts";
import { readSubscription } from "../fleet/subscriptions.ts";
import { describeShard, renderDiscovery } from "../report/discovery.ts";
import { runDiscover } from "../runbook/discover.ts";
import { connect } from "./compose.ts";
import { credentialOption, environmentOption, hostOf, verboseOption } from "./run-options.ts";
import type { Shell } from "./shell.ts";

interface DiscoverCommandOptions {
  readonly subscription: readonly string[];
  readonly shard?: number;
  readonly environment?: EnvironmentName;
  readonly credential?: CredentialKind;
  readonly output: "text" | "json" | "matrix";
  readonly verbose?: boolean;
}

/** `discover`: finds hubs, and gives them as a GitHub matrix. Ends with 0 also where there are none. */
export function addDiscoverCommand(program: Command, shell: Shell): void {
  program
    .command("discover")
    .summary("find the hubs of subscriptions, as a list or as a GitHub matrix")
    .description(
      "Asks Azure Resource Graph for the hubs of the subscriptions given, or of all the caller can see. Finds the hubs that the caller may read. Writes nothing.",
    )
    .addOption(
      new Option("--subscription <id>", "look in this subscription (repeatable)")
        .argParser(addSubscription)
        .default([], "all the caller can see"),
    )
    .addOption(new Option("--shard <number>", "which 256 of the hubs the matrix holds").argParser(readShard))
    .addOption(environmentOption())
    .addOption(credentialOption())
    .addOption(
      new Option("--output <format>", "what to write to standard output")
        .choices(["text", "json", "matrix"])
        .default("text"),
    )
    .addOption(verboseOption())
    .action(async (options: DiscoverCommandOptions) => {
      const { world } = await connect({ environment: options.environment }, hostOf(shell, options));
      const { subscription: subscriptions, shard } = options;
      show(shell, await runDiscover({ world, subscriptions, shard }), options.output);
    });
}

function addSubscription(text: string, before: readonly string[]): readonly string[] {
  return [...before, readSubscription(text)];
}

function show({ out, err }: Shell, discovery: Discovery, output: DiscoverCommandOptions["output"]): void {
  switch (output) {
    case "text":
      out.write(renderDiscovery(discovery, out));
      return;
    case "json":
      out.write(`${JSON.stringify(discovery, undefined, 2)}\n`);
      break;
    case "matrix":
      out.write(`${JSON.stringify(discovery.matrix)}\n`);
      break;
  }
  // Whoever reads the data alone is told all the same.
  for (const line of describeShard(discovery)) err.write(`${line}\n`);
}
