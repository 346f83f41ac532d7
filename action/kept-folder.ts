import { nameOf } from "../src/snapshot/resource-id.ts";
import type { Inputs } from "./inputs.ts";
import type { Job } from "./job.ts";
import type { Outputs } from "./outputs.ts";
import type { RunFolder } from "./run-folder.ts";

/** Under which name a run's folder is kept as an artifact, and its path: empty where it isn't to be kept. */
export function folderOutputs(inputs: Inputs, folder: RunFolder, job: Job): Outputs {
  return {
    "artifact-name": artifactName(inputs, folder.mark),
    "artifact-path": isKept(inputs, job) ? folder.path : "",
  };
}

/**
 * Anybody can read the artifacts of a public repository, and no id is masked in them: without being told to, a run keeps its
 * folder only where the repository is known to be private.
 */
export function isKept({ publishing }: Inputs, { place }: Job): boolean {
  return publishing.uploadsReport ?? (place?.isPublic === false && !publishing.masksIds);
}

/** A name GitHub takes for an artifact: no characters that a file system knows, at most so long, another for every run. */
function artifactName({ mode, choices }: Inputs, mark: string): string {
  const about = choices.name ?? nameOf(choices.hub ?? "");
  const clean = about.replace(/[^A-Za-z0-9._-]+/g, "-").slice(0, 60);
  return ["secure-foundry-hub", mode, clean, mark].filter((part) => part !== "").join("-");
}
