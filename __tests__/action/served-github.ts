import { afterEach, beforeEach, expect } from "vitest";
import { startLittleGitHub, type LittleGitHub } from "./little-github.ts";

/** A little GitHub for each test of a file. A test in which it was asked for what no route takes has failed. */
export function servedGitHub(): Omit<LittleGitHub, "stop"> {
  let served: LittleGitHub;
  beforeEach(async () => {
    served = await startLittleGitHub();
  });
  afterEach(async () => {
    await served.stop();
    expect(served.strays).toEqual([]);
  });
  return {
    get apiUrl() {
      return served.apiUrl;
    },
    get world() {
      return served.world;
    },
    get strays() {
      return served.strays;
    },
    fail: (decide) => served.fail(decide),
  };
}
