import { z } from "zod";
import { jobsOf, type Job, type Step } from "./document.ts";
import { isOurs } from "./own-action.ts";
import { job, workflow, type Rule } from "./rule.ts";

const concurrencySchema = z.object({ group: z.string(), "cancel-in-progress": z.unknown() });

/** Modes of our action that change nothing in Azure. */
const reading = ["plan", "verify", "diagnose", "discover", "demo", "heartbeat"];

/** Whether a step may change something in Azure: also where only the run tells which mode it is. */
function writes(step: Step): boolean {
  const mode = step.with?.mode;
  const isByAction = isOurs(step) && !reading.some((one) => one === mode);
  return isByAction || /(cli\.js|secure-foundry-hub)["']?\s+(apply|rollback)\b/.test(step.run ?? "");
}

/** Whether runs on one hub wait for each other here, and a later one doesn't end an earlier. */
function isQueue(concurrency: unknown): boolean {
  const { data } = concurrencySchema.safeParse(concurrency);
  if (data?.["cancel-in-progress"] !== false) return false;
  // `github.ref` names no hub.
  return /\$\{\{[^}]*(?<!git)hub/i.test(data.group);
}

/** Whether a later run may end an earlier one here. */
function mayCancel(concurrency: unknown): boolean {
  const cancel = concurrencySchema.safeParse(concurrency).data?.["cancel-in-progress"];
  return cancel !== undefined && cancel !== false;
}

function complain(id: string, one: Job, whole: unknown): readonly string[] {
  if (!one.steps.some(writes)) return [];
  const missing = isQueue(one.concurrency) || isQueue(whole) ? [] : [`${id} writes without waiting for its hub`];
  const cancelling = [one.concurrency, whole].some(mayCancel) ? [`${id} writes, and a later run may end it`] : [];
  return [...missing, ...cancelling];
}

export const concurrencyRules: readonly Rule[] = [
  {
    name: "a job that writes to Azure has its hub to itself, and is never cancelled by the next",
    find: (document) => {
      if (document.kind !== "workflow") return [];
      const { concurrency } = document.workflow;
      return jobsOf(document).flatMap(([id, one]) => complain(id, one, concurrency));
    },
    bad: [
      job("steps: [{ uses: $/, with: { mode: apply } }]"),
      job("steps: [{ uses: ./action, with: { mode: '${{ inputs.mode }}' } }]"),
      job("steps: [{ run: node dist/cli.js rollback --yes }]"),
      applying("{ group: one, cancel-in-progress: false }"),
      applying("{ group: 'x-${{ github.ref }}', cancel-in-progress: false }"),
      applying("{ group: 'hub-${{ inputs.hub }}' }"),
      applying("{ group: 'hub-${{ inputs.hub }}', cancel-in-progress: true }"),
      applying("{ group: 'hub-${{ inputs.hub }}', cancel-in-progress: '${{ inputs.hurry }}' }"),
      applying("'hub-${{ inputs.hub }}'"),
      workflow(
        "on: push\nconcurrency: { group: '${{ github.ref }}', cancel-in-progress: true }\njobs: { one: { concurrency: { group: '${{ inputs.hub }}', cancel-in-progress: false }, steps: [{ uses: ./, with: { mode: apply } }] } }",
      ),
    ],
    good: [
      applying("{ group: 'hub-${{ matrix.hub }}', cancel-in-progress: false }"),
      job("steps: [{ uses: $/, with: { mode: verify } }, { run: node dist/cli.js plan }]"),
      workflow(
        "on: push\nconcurrency: { group: '${{ inputs.hub || vars.HUB_ID }}', cancel-in-progress: false }\njobs: { one: { steps: [{ uses: ./, with: { mode: apply } }] } }",
      ),
    ],
  },
];

/** A job that applies, under this concurrency. */
function applying(concurrency: string): Readonly<Record<string, string>> {
  return job(`concurrency: ${concurrency}`, "steps: [{ uses: $/, with: { mode: apply } }]");
}
