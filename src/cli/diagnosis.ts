import { readFile } from "node:fs/promises";
import { parseAnswers } from "../diagnose/answers/parse-answers.ts";
import { RunError } from "../errors.ts";
import type { Given } from "../observe/evidence.ts";
import type { Vantage } from "../ports.ts";
import type { HubSpec } from "../spec/hub-spec.ts";
import { findBrowsers } from "../vantage/browsers.ts";
import { openPac } from "../vantage/pac.ts";
import { pacSurroundings } from "./pac-surroundings.ts";
import { createVantage } from "../vantage/vantage.ts";
import type { Environment } from "./shell.ts";

/** What flags and inputs say of a diagnosis. */
export interface DiagnosisChoices {
  /** A file of nslookup's and dig's output. */
  readonly answers?: string | undefined;
  /** A PAC. */
  readonly pac?: string | undefined;
  /** Besides those of the config. */
  readonly clientRanges: readonly string[];
  /** How long to wait for late datastores; 0 for not at all. */
  readonly waitMinutes: number;
}

/** The parts of a diagnosis that whoever composes hands down. */
export interface DiagnosisParts {
  readonly vantage: Vantage;
  readonly given: Given;
  readonly waitMs: number;
}

/** Reads what was given and looks at this machine. Throws RunError SFH912 for a file that can't be meant. */
export async function readDiagnosis(
  choices: DiagnosisChoices,
  {
    signal,
    spec,
    tell,
  }: {
    readonly env: Environment;
    readonly signal: AbortSignal;
    readonly spec: HubSpec;
    readonly tell: (line: string) => void;
  },
): Promise<DiagnosisParts> {
  const vantage = createVantage({ proxy: undefined });
  return {
    vantage,
    given: {
      pac: choices.pac === undefined ? undefined : await openPac(choices.pac, await pacSurroundings(vantage, signal)),
      browsers: await findBrowsers(),
      answers: choices.answers === undefined ? [] : await readAnswers(choices.answers, tell),
      clientRanges: [...spec.clientRanges, ...choices.clientRanges],
    },
    waitMs: choices.waitMinutes * 60_000,
  };
}

async function readAnswers(file: string, tell: (line: string) => void): Promise<Given["answers"]> {
  const { answers, faults } = parseAnswers(await readText(file, "answers"), file);
  for (const fault of faults) tell(fault);
  return answers;
}

async function readText(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RunError("SFH912", `The file of ${what} ${file} can't be read: ${why}`, {
      fix: "Give the path of a file that is there.",
      cause: error,
    });
  }
}
