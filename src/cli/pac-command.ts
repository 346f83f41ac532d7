import { Option, type Command } from "commander";
import { writePac, type Otherwise } from "../diagnose/pac/write-pac.ts";
import { RunError } from "../errors.ts";
import { runPac } from "../runbook/pac.ts";
import { parseRoutes } from "../snapshot/routes.ts";
import { openChain, type ChainedPac } from "./chained-pac.ts";
import { prepareRun } from "./prepare-run.ts";
import { addHubOptions, type HubOptions } from "./run-options.ts";
import type { Shell } from "./shell.ts";

interface PacOptions extends HubOptions {
  readonly proxy: readonly string[];
  readonly chain?: string;
}

/** `pac`: a proxy auto-config file that sends the hub's private names direct; writes nothing in Azure. */
export function addPacCommand(program: Command, shell: Shell): void {
  addHubOptions(program.command("pac"))
    .summary("print a proxy auto-config that sends the hub's private names direct")
    .description(
      "Reads the hub and prints a PAC: the names of its private endpoints, its region's API and compute instances go direct, everything else to the proxy given, or as the PAC given says. Writes nothing in Azure. Ends with 2 where names are missing because they could not be told.",
    )
    .addOption(
      new Option("--proxy <host:port>", "proxy for everything else (repeatable, in the order to try), or DIRECT")
        .argParser(addProxy)
        .default([], ""),
    )
    .option("--chain <file>", "PAC that decides about everything else")
    .action(async (options: PacOptions, command: Command) => {
      const { chain, otherwise } = await readOtherwise(options, shell.signal);
      const { input } = await prepareRun(shell, options, command);
      const names = await runPac(input);
      const text = writePac(names, otherwise, { hub: input.hub, version: input.version });
      await chain?.check(text, `any${names.endings[0] ?? ""}`);
      shell.out.write(text);
      for (const line of names.missing) shell.err.write(`missing: ${line}\n`);
      if (names.missing.length > 0) shell.end(2);
    });
}

/** As FindProxyForURL would say it. */
function addProxy(text: string, before: readonly string[]): readonly string[] {
  if (text.toUpperCase() === "DIRECT") return [...before, "DIRECT"];
  const isTls = /^https:\/\//i.test(text);
  const place = text.replace(/^https?:\/\//i, "").replace(/\/$/, "");
  const [route] = parseRoutes(`PROXY ${place}`);
  if (route?.is !== "proxy" || !/:\d+$/.test(place)) {
    // The value is not shown: it may hold a password.
    throw new RunError("SFH912", "--proxy names no proxy.", {
      fix: "Give HOST:PORT, https://HOST:PORT for a proxy that is spoken to over TLS, or DIRECT. A PAC can't carry user and password.",
    });
  }
  return [...before, `${isTls ? "HTTPS" : "PROXY"} ${place.toLowerCase()}`];
}

async function readOtherwise(
  { proxy, chain: file }: PacOptions,
  signal: AbortSignal,
): Promise<{ readonly chain?: ChainedPac; readonly otherwise: Otherwise }> {
  if ((proxy.length === 0) === (file === undefined)) {
    throw new RunError("SFH912", "What becomes of everything else is to be said once: by --proxy or by --chain.", {
      fix: "Give --proxy HOST:PORT, --proxy DIRECT, or --chain with the PAC that is used now.",
    });
  }
  if (file === undefined) return { otherwise: { is: "routes", answer: proxy.join("; ") } };
  const chain = await openChain(file, signal);
  return { chain, otherwise: { is: "chain", text: chain.text, source: file } };
}
