import type { Command } from "commander";
import { codes, findingCodes, isFindingCode } from "../checks/codes.ts";
import { runErrorCodes } from "../checks/run-error-codes.ts";
import { RunError, type RunErrorCode } from "../errors.ts";
import { indent } from "../report/layout.ts";
import { closest } from "../spec/parse-spec.ts";
import type { Shell, Stream } from "./shell.ts";

/** `explain`: what a code means; without one, all of them. */
export function addExplainCommand(program: Command, shell: Shell): void {
  program
    .command("explain")
    .summary("say what a code means and what mends it")
    .description("Says what a code means, why it matters, what mends it, and who does. Without a code, lists all.")
    .argument("[code]", "a code such as SFH301")
    .action((code: string | undefined) => {
      shell.out.write(code === undefined ? listCodes() : explainCode(code.toUpperCase(), shell.out));
    });
}

function isRunErrorCode(code: string): code is RunErrorCode {
  return Object.hasOwn(runErrorCodes, code);
}

function listCodes(): string {
  const findings = findingCodes.map((code) => `${code}  ${codes[code].severity.padEnd(7)}  ${codes[code].title}`);
  const errors = Object.entries(runErrorCodes).map(([code, { title }]) => `${code}  run      ${title}`);
  return `${[...findings, ...errors].sort().join("\n")}\n`;
}

function explainCode(code: string, { width, palette }: Stream): string {
  const section = (title: string, text: string): readonly string[] => indent(text, 10, width, title);
  if (isFindingCode(code)) {
    const { title, severity, why, mend, isMendedByApply, source } = codes[code];
    const who = isMendedByApply ? "apply, when it can be shown to be safe" : "you; apply doesn't touch it";
    const body = [
      ...section("why", why),
      ...section("mend", mend),
      ...section("who", who),
      ...section("source", source),
    ];
    return `${[`${palette.bold(code)} (${severity}): ${title}`, ...body].join("\n")}\n`;
  }
  if (isRunErrorCode(code)) {
    const { title, mend } = runErrorCodes[code];
    return `${[`${palette.bold(code)} (ends a step or the run): ${title}`, ...section("mend", mend)].join("\n")}\n`;
  }
  const meant = closest(code, [...findingCodes, ...Object.keys(runErrorCodes)]);
  throw new RunError("SFH912", `There is no code "${code}".`, {
    fix:
      meant === undefined
        ? "explain without a code lists all."
        : `Did you mean ${meant}? explain without a code lists all.`,
  });
}
