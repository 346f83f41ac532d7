import { homedir } from "node:os";
import type { Given } from "../observe/evidence.ts";
import type { Vantage } from "../ports.ts";
import type { HubSpec } from "../spec/hub-spec.ts";
import { findBrowsers } from "../vantage/browsers.ts";
import { openPac } from "../vantage/pac.ts";
import { pacSurroundings } from "./pac-surroundings.ts";
import { createVantage } from "../vantage/vantage.ts";
import { readAnswersFile } from "./answers-file.ts";
import { readEnvironmentProxy } from "./environment-proxy.ts";
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

/** A day: a workflow's job ends before. */
export const mostWaitMinutes = 24 * 60;

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
    env,
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
  const vantage = createVantage({ ...readEnvironmentProxy(env), signal });
  return {
    vantage,
    given: {
      pac: choices.pac === undefined ? undefined : await openPac(choices.pac, await pacSurroundings(vantage, signal)),
      browsers: await findBrowsers({ platform: process.platform, env, home: homeOf(), root: "/" }),
      answers: choices.answers === undefined ? [] : await readAnswersFile(choices.answers, tell),
      clientRanges: [...spec.clientRanges, ...choices.clientRanges],
    },
    waitMs: choices.waitMinutes * 60_000,
  };
}

/** For a user without a home, as in containers with a made-up one, the folder that Debian says is never there. */
function homeOf(): string {
  try {
    return homedir();
  } catch {
    return "/nonexistent";
  }
}
