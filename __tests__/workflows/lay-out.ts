import { mkdir } from "node:fs/promises";
import path from "node:path";
import { readTreeFile } from "../repository/tree.ts";
import { copyRepository, putFiles } from "./repository-copy.ts";
import type { WorkflowToRun } from "./run-workflow.ts";
import type { Tree } from "./uses.ts";

/** The repositories of a run, on disk. */
export interface LaidOut {
  /** The one that runs the workflow; this repository itself where the workflow is its own. */
  readonly workspace: Tree;
  readonly ours: Tree;
  /** The workflow's file in the workspace. */
  readonly file: string;
}

/** Puts the repositories of a run into a folder: this one as it is on disk, and the one that uses it. */
export async function layOut(scratch: string, wanted: WorkflowToRun, repository: string): Promise<LaidOut> {
  const ours: Tree = { folder: path.join(scratch, "ours"), alias: "self/ours", repository };
  await copyRepository(ours.folder);
  const isOurs = wanted.from !== "consumer";
  const consumer: Tree = { folder: path.join(scratch, "consumer"), alias: "self/consumer", repository };
  const workspace = isOurs ? ours : consumer;
  await mkdir(workspace.folder, { recursive: true });
  const file = `.github/workflows/${path.basename(wanted.workflow)}`;
  await putFiles(workspace.folder, { ...wanted.files, [file]: readTreeFile(wanted.workflow) });
  return { workspace, ours, file };
}
