import { jobsOf, type Job } from "./document.ts";
import { job, type Rule } from "./rule.ts";

/** Whole minutes, no more than a hosted job may take. */
function isTimeout(minutes: unknown): boolean {
  return typeof minutes === "number" && Number.isInteger(minutes) && minutes > 0 && minutes <= 360;
}

function findTimeouts(id: string, one: Job): readonly string[] {
  const ofSteps = one.steps.filter(
    (step) => step["timeout-minutes"] !== undefined && !isTimeout(step["timeout-minutes"]),
  );
  const own = one.uses === undefined && !isTimeout(one["timeout-minutes"]) ? [`${id} has no timeout-minutes`] : [];
  return [...own, ...ofSteps.map(() => `${id} has a step with a timeout that isn't whole minutes`)];
}

export const jobRules: readonly Rule[] = [
  {
    name: "a job ends by itself: it has a timeout in whole minutes",
    find: (document) => jobsOf(document).flatMap(([id, one]) => findTimeouts(id, one)),
    bad: [
      job("steps: []"),
      job("timeout-minutes: 0.5"),
      job("timeout-minutes: 1000"),
      job("timeout-minutes: '${{ inputs.minutes }}'"),
      job("timeout-minutes: 5", "steps: [{ run: make, timeout-minutes: 0.02 }]"),
    ],
    good: [
      job("timeout-minutes: 90", "steps: [{ run: make, timeout-minutes: 5 }]"),
      job("uses: $/.github/workflows/x.yml"),
    ],
  },
  {
    name: "a checkout leaves no token behind, unless the job pushes",
    find: (document) =>
      jobsOf(document).flatMap(([id, { steps }]) => {
        if (steps.some(({ run = "" }) => /\bgit push\b/.test(run))) return [];
        const checkouts = steps.filter(({ uses = "" }) => uses.startsWith("actions/checkout@"));
        return checkouts
          .filter((step) => step.with?.["persist-credentials"] !== false)
          .map(() => `${id} keeps its token`);
      }),
    bad: [
      job("steps: [{ uses: actions/checkout@v7 }]"),
      job("steps: [{ uses: actions/checkout@v7, with: { persist-credentials: true } }]"),
      job("steps: [{ uses: actions/checkout@v7, with: { persist-credentials: 'false' } }]"),
    ],
    good: [
      job("steps: [{ uses: actions/checkout@v7, with: { persist-credentials: false } }]"),
      job("steps: [{ uses: actions/checkout@v7 }, { run: git push origin x }]"),
    ],
  },
];
