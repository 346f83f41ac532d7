import { afterAll, beforeAll } from "vitest";
import { runUncut, type UncutRun } from "./cut-campaign.ts";
import type { FreshEstate } from "./fresh-estates.ts";
import { buildRunner, type Program } from "./stage.ts";

/** What the tests of a campaign start from; there once they run. */
export interface Rehearsal {
  readonly program: Program;
  /** The run that nobody disturbs, to compare with. */
  readonly uncut: UncutRun;
}

/** Builds the runner and lets it run once undisturbed before the tests around it; removes it after them. */
export function rehearse(fresh: FreshEstate): Rehearsal {
  let program: Program;
  let uncut: UncutRun;
  beforeAll(async () => {
    program = await buildRunner();
    uncut = await runUncut(fresh);
  });
  afterAll(() => {
    program.remove();
  });
  return {
    get program() {
      return program;
    },
    get uncut() {
      return uncut;
    },
  };
}
