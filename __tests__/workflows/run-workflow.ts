import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { inject } from "vitest";
import type { Variables } from "../support/run-program.ts";
import { findInputFault } from "./dispatch-inputs.ts";
import { payloadOf } from "./event.ts";
import type { WorkflowEvent } from "./event.ts";
import { layOut } from "./lay-out.ts";
import type { LaidOut } from "./lay-out.ts";
import { startOidcIssuer } from "./oidc-issuer.ts";
import type { OidcIssuer } from "./oidc-issuer.ts";
import { prepareActions } from "./prepare-actions.ts";
import { prepareWorkflow } from "./prepare-workflow.ts";
import type { Preparing } from "./prepare-workflow.ts";
import { commitAll } from "./repository-copy.ts";
import { runAct } from "./run-act.ts";
import { localRepositories } from "./stand-ins.ts";
import { addTellingJob, readToldJobs, toldFile } from "./told-jobs.ts";
import { readWorkflow } from "./workflow-file.ts";
import { makeWorkflowResult } from "./workflow-result.ts";
import type { WorkflowResult } from "./workflow-result.ts";

/** A workflow to run, and the world it runs in. */
export interface WorkflowToRun {
  /** Its file, by the path from the root: one of `.github/workflows`, or one of the fixtures. */
  readonly workflow: string;
  readonly event: WorkflowEvent;
  /** Whose workflow it is: this repository's, or somebody's who uses it and has nothing but the files. */
  readonly from?: "ours" | "consumer";
  /** Files of the repository that runs it, by their path: a config file. */
  readonly files?: Readonly<Record<string, string>>;
  /** `OWNER/NAME` of that repository. */
  readonly repository?: string;
  readonly secrets?: Variables;
  readonly vars?: Variables;
  /** The twin that is Azure. */
  readonly twin?: { readonly metadataUrl: string; readonly caFile: string };
  /** A server that is GitHub's API, and the token that it takes. */
  readonly github?: { readonly apiUrl: string; readonly token: string };
  /** Other variables that the runner's machine has. */
  readonly machine?: Variables;
  readonly runId?: string;
  /** Labels of runners, besides GitHub's own of Ubuntu. */
  readonly runners?: readonly string[];
  /** Where artifacts are kept, to share them between runs; otherwise a folder of its own. */
  readonly artifactStore?: string;
  /** Stops the run as somebody would by hand once a step prints this. */
  readonly stopAt?: string;
}

/** Runs a workflow with act, offline. Resolves whatever came of it; rejects where it can't be started or doesn't end. */
export async function runWorkflow(wanted: WorkflowToRun): Promise<WorkflowResult> {
  const issuer = await startOidcIssuer();
  try {
    return await runWith(issuer, wanted);
  } finally {
    await issuer.close();
  }
}

const ref = "refs/heads/main";
const githubLabels = ["ubuntu-24.04", "ubuntu-latest"];
/** The variable that tells the stand-ins where artifacts are kept. */
const storeFolder = "SFH_ARTIFACTS";

async function runWith(issuer: OidcIssuer, wanted: WorkflowToRun): Promise<WorkflowResult> {
  const { event, repository = "acme/platform", runId = "4711" } = wanted;
  const scratch = await mkdtemp(path.join(inject("scratch"), "run-"));
  const laidOut = await layOut(scratch, wanted, repository);
  const { workspace, file } = laidOut;
  await refuseInputs(laidOut, event);
  const repositories = await prepare(laidOut, (jobFile) =>
    issuer.admit({
      ...{ repository, runId, ref, sha: "0".repeat(40), actor: "octocat", eventName: event.name },
      ...{ workflowRef: `${repository}/${file}@${ref}`, jobWorkflowRef: `${repository}/${jobFile}@${ref}` },
    }),
  );
  await commitAll(workspace.folder, repository);
  const eventFile = path.join(scratch, "event.json");
  await writeFile(eventFile, payloadOf(event, repository, ref));
  const store = wanted.artifactStore ?? path.join(scratch, "artifacts");
  const told = path.join(scratch, "told.json");
  const ended = await runAct({
    ...{ program: inject("act"), scratch, workspace: workspace.folder, file, repositories },
    event: { name: event.name, file: eventFile },
    labels: [...githubLabels, ...(wanted.runners ?? [])],
    secrets: { GITHUB_TOKEN: wanted.github?.token ?? "token-of-the-run", ...wanted.secrets },
    vars: wanted.vars ?? {},
    context: { GITHUB_RUN_ID: runId, ...(wanted.github && { GITHUB_API_URL: wanted.github.apiUrl }) },
    machine: { ...machineOf(wanted), [storeFolder]: store, [toldFile]: told },
    stopAt: wanted.stopAt,
  });
  const artifacts = await findArtifacts(path.join(store, runId));
  return makeWorkflowResult({ ...ended, jobs: await readToldJobs(told), artifacts, tokens: issuer.issued });
}

/** Throws where GitHub would not start the workflow with these inputs. */
async function refuseInputs({ workspace, file }: LaidOut, event: WorkflowEvent): Promise<void> {
  if (event.name !== "workflow_dispatch") return;
  const workflow = await readWorkflow(workspace.folder, file);
  const fault = findInputFault(workflow.content.on, event.inputs ?? {});
  if (fault !== undefined) throw new Error(`GitHub answers 422: ${fault}`);
}

/** Makes everything in the repositories ready for act; gives the arguments that say where what is used is. */
async function prepare({ workspace, ours, file }: LaidOut, admit: Preparing["admit"]): Promise<readonly string[]> {
  const trees = [...new Set([ours, workspace])];
  const usedByJobs = await prepareWorkflow({ tree: workspace, file, caller: undefined }, { ours, admit });
  const usedByActions = await Promise.all(trees.map(prepareActions));
  await addTellingJob(workspace.folder, file);
  return localRepositories([...usedByJobs, ...usedByActions.flat()], trees, ours);
}

/** What the runner's machine has: where Azure is, for whoever asks. */
function machineOf({ twin, machine = {} }: WorkflowToRun): Variables {
  if (twin === undefined) return machine;
  return { ARM_CLOUD_METADATA_URL: twin.metadataUrl, NODE_EXTRA_CA_CERTS: twin.caFile, ...machine };
}

async function findArtifacts(folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder).catch(() => []);
  return new Map(names.map((name) => [name, path.join(folder, name)]));
}
