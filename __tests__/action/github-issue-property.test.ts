import "./without-proxy.ts";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { Publication } from "../../action/github/publication.ts";
import { trackHub } from "../../action/github/tracking-issue.ts";
import type { Report, Verdict } from "../../src/report/report.ts";
import { planReport } from "../report/reports.ts";
import { connectAt, placeAt } from "./connections.ts";
import { openIssues } from "./github-world.ts";
import { startLittleGitHub, type Fault } from "./little-github.ts";

const verdicts: readonly Verdict[] = ["drift", "refused", "unproven", "failed", "incomplete", "private", "cancelled"];

/** One run, or two at once, and what goes wrong on the way. */
interface Run {
  readonly verdict: Verdict;
  readonly findings: number;
  readonly isTwice: boolean;
  readonly fault: Fault | undefined;
  /** Which requests it befalls, by their number. */
  readonly from: number;
  readonly count: number;
}

const fault: fc.Arbitrary<Fault | undefined> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  fc.record({
    is: fc.constant("answer" as const),
    status: fc.constantFrom(403, 404, 410, 422, 429, 500, 502),
    done: fc.boolean(),
  }),
  fc.record({ is: fc.constant("reset" as const), done: fc.boolean() }),
);
const run: fc.Arbitrary<Run> = fc.record({
  verdict: fc.constantFrom(...verdicts),
  findings: fc.nat({ max: 3 }),
  isTwice: fc.boolean(),
  fault,
  from: fc.integer({ min: 1, max: 5 }),
  count: fc.integer({ min: 1, max: 5 }),
});

let report: Report;
beforeAll(async () => {
  report = { ...(await planReport("fresh-approved-only")), command: "apply" };
});

type May = ReadonlySet<boolean>;

/** Whether an issue may be open after a run: what was asked for, or what was before where it went wrong on the way. */
function after(before: May, verdict: Verdict, hasReached: boolean): May {
  if (verdict === "incomplete" || verdict === "cancelled") return before;
  const wanted = verdict !== "private";
  return new Set(hasReached ? [wanted] : [wanted, ...before]);
}

test("whatever runs say and whatever breaks, a hub has one open issue at most, and none once it is private", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 7 }), async (runs) => {
      const github = await startLittleGitHub();
      const go = async ({ verdict, findings }: Pick<Run, "verdict" | "findings">): Promise<Publication> =>
        trackHub(
          connectAt(placeAt(github.apiUrl)),
          { ...report, verdict, findings: report.findings.slice(0, findings) },
          "what was found",
        );
      let may: May = new Set([false]);
      let mayBeTwo = false;
      for (const one of runs) {
        github.fail((_asked, nth) => (nth >= one.from && nth < one.from + one.count ? one.fault : undefined));
        const told = await Promise.all(one.isTwice ? [go(one), go(one)] : [go(one)]);
        const hasReached = told.every((t) => t.is !== "not done");
        may = after(may, one.verdict, hasReached);
        expect(may).toContain(openIssues(github.world).length > 0);
        if (one.isTwice) mayBeTwo = true;
        else if (hasReached && one.verdict !== "cancelled") mayBeTwo = false;
        if (!mayBeTwo) expect(openIssues(github.world).length).toBeLessThanOrEqual(1);
      }
      github.fail(() => undefined);
      for (const verdict of ["drift", "private"] as const) {
        expect((await go({ verdict, findings: 1 })).is).not.toBe("not done");
        expect(openIssues(github.world)).toHaveLength(verdict === "drift" ? 1 : 0);
      }
      await github.stop();
      expect(github.strays).toEqual([]);
    }),
    { numRuns: 80 },
  );
});
