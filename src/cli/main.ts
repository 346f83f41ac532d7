import process from "node:process";
import { runCommandLine } from "./program.ts";
import { createShell } from "./shell.ts";

await runCommandLine(process.argv.slice(2), createShell(process));
