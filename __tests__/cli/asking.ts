import process from "node:process";
import { runCommandLine } from "../../src/cli/program.ts";
import { createShell } from "../../src/cli/shell.ts";

/** The command line with somebody at the terminal who answers ANSWER. */
await runCommandLine(process.argv.slice(2), { ...createShell(process), ask: async () => process.env.ANSWER ?? "" });
