import { readFile } from "node:fs/promises";
import { z } from "zod";
import { readWorkflow } from "./workflow-file.ts";

const told = z.record(
  z.string(),
  z.object({
    result: z.enum(["success", "failure", "cancelled", "skipped"]),
    outputs: z
      .record(z.string(), z.string())
      .nullable()
      .transform((outputs) => outputs ?? {}),
  }),
);

/** What the rest of a workflow sees of a job: `needs.ID`. */
export type JobTold = z.infer<typeof told>[string];

/** The job that is added to a workflow to write down what it sees of all others. */
export const tellingJob = "told-jobs";

/** The variable with the file it writes to. */
export const toldFile = "SFH_TOLD_JOBS";

/** Adds a job that needs all others and writes down what it sees of them: act's log says neither outputs nor skipped. */
export async function addTellingJob(folder: string, file: string): Promise<void> {
  const workflow = await readWorkflow(folder, file);
  // In the script and not in a variable: outputs may be larger than a variable can be.
  const run = `cat > "$${toldFile}" <<'END-OF-NEEDS'\n\${{ toJSON(needs) }}\nEND-OF-NEEDS\n`;
  workflow.document.setIn(
    ["jobs", tellingJob],
    workflow.document.createNode({
      needs: Object.keys(workflow.content.jobs),
      if: "${{ always() }}",
      "runs-on": "ubuntu-24.04",
      steps: [{ name: "Write down what came of the jobs", run, shell: "bash" }],
    }),
  );
  await workflow.save();
}

/** What the job wrote down; nothing where it did not come to that. */
export async function readToldJobs(file: string): Promise<Readonly<Record<string, JobTold>>> {
  const text = await readFile(file, "utf8").catch(() => "{}");
  return told.parse(JSON.parse(text));
}
