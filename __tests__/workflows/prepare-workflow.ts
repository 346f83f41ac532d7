import { environmentQuery, mayAskForTokens } from "./identity-tokens.ts";
import { calledFileOf, nameForAct, namesOurs } from "./uses.ts";
import type { Tree } from "./uses.ts";
import { readWorkflow } from "./workflow-file.ts";
import type { Edited, Job, Workflow } from "./workflow-file.ts";

/** A workflow's file, and whether the job that calls it may ask for tokens; undefined where an event starts it. */
export interface Started {
  readonly tree: Tree;
  readonly file: string;
  readonly caller: boolean | undefined;
}

/** What preparing a workflow needs to know. */
export interface Preparing {
  /** This repository, wherever it is named. */
  readonly ours: Tree;
  /** Lets a job of a file ask for identity tokens. */
  readonly admit: (file: string) => { readonly url: string; readonly bearer: string };
}

interface Prepared {
  readonly used: readonly string[];
  readonly called: readonly Started[];
}

/**
 * Makes a workflow, and those it calls, ready for act: `$/` becomes a name that act knows, and a job with
 * `id-token: write` gets what a runner gives it to ask for tokens. Resolves with every `uses:` met.
 */
export async function prepareWorkflow(started: Started, preparing: Preparing): Promise<readonly string[]> {
  const used: string[] = [];
  const seen = new Map<string, boolean | undefined>();
  const waiting = [started];
  for (const next of waiting) {
    const { tree, file, caller } = next;
    const place = `${tree.folder}/${file}`;
    if (!seen.has(place)) {
      const prepared = await prepareFile(next, preparing);
      used.push(...prepared.used);
      waiting.push(...prepared.called);
    } else if (seen.get(place) !== caller) {
      throw new Error(`${file} is called by a job with id-token: write and by one without: one file can't be both.`);
    }
    seen.set(place, caller);
  }
  return used;
}

async function prepareFile({ tree, file, caller }: Started, preparing: Preparing): Promise<Prepared> {
  const workflow = await readWorkflow(tree.folder, file);
  const used: string[] = [];
  const called: Started[] = [];
  for (const [id, job] of Object.entries(workflow.content.jobs)) {
    const mayAsk = mayAskForTokens({ job, workflow: workflow.content.permissions, caller });
    if (job.uses === undefined) {
      used.push(...nameSteps(workflow, id, job, tree));
      if (mayAsk) letAsk(workflow, id, job, preparing.admit(file));
    } else {
      const uses = nameForAct(job.uses, tree);
      workflow.document.setIn(["jobs", id, "uses"], uses);
      used.push(uses);
      const where = namesOurs(job.uses) ? preparing.ours : tree;
      called.push({ tree: where, file: calledFileOf(job.uses), caller: mayAsk });
    }
  }
  await workflow.save();
  return { used, called };
}

function nameSteps({ document }: Edited<Workflow>, id: string, { steps = [] }: Job, tree: Tree): readonly string[] {
  return steps.flatMap(({ uses }, i) => {
    if (uses === undefined) return [];
    const name = nameForAct(uses, tree);
    document.setIn(["jobs", id, "steps", i, "uses"], name);
    return [name];
  });
}

/** On a runner these come with the permission, to every step of the job. */
function letAsk(
  { document }: Edited<Workflow>,
  id: string,
  job: Job,
  { url, bearer }: { readonly url: string; readonly bearer: string },
): void {
  document.setIn(["jobs", id, "env", "ACTIONS_ID_TOKEN_REQUEST_URL"], `${url}${environmentQuery(job)}`);
  document.setIn(["jobs", id, "env", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"], bearer);
}
