import { readdir } from "node:fs/promises";
import path from "node:path";
import { nameForAct } from "./uses.ts";
import type { Tree } from "./uses.ts";
import { readAction } from "./workflow-file.ts";

/** Makes every action of a tree ready for act, as `prepareWorkflow` does a workflow. Resolves with every `uses:` met. */
export async function prepareActions(tree: Tree): Promise<readonly string[]> {
  const used: string[] = [];
  for (const file of await findManifests(tree.folder)) {
    const action = await readAction(tree.folder, file);
    for (const [i, { uses }] of (action.content.runs.steps ?? []).entries()) {
      if (uses === undefined) continue;
      const name = nameForAct(uses, tree);
      action.document.setIn(["runs", "steps", i, "uses"], name);
      used.push(name);
    }
    await action.save();
  }
  return used;
}

async function findManifests(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries.filter((file) => /^action\.ya?ml$/.test(path.basename(file)) && !file.includes("node_modules"));
}
