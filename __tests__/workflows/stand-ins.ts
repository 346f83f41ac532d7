import path from "node:path";
import { namesOurs, repositoryUsed } from "./uses.ts";
import type { Tree } from "./uses.ts";

/** Actions of others that have a stand-in in `standins/`; act does actions/checkout by itself. */
const standIns: Readonly<Record<string, string>> = {
  "actions/upload-artifact": "upload-artifact",
  "actions/download-artifact": "download-artifact",
  "actions/setup-node": "setup-node",
};

/** Arguments that tell act where it finds each repository that is used, at each ref; throws where there is nothing. */
export function localRepositories(used: readonly string[], trees: readonly Tree[], ours: Tree): readonly string[] {
  const references = new Set(used.flatMap((uses) => repositoryUsed(uses) ?? []));
  return [...references].flatMap((reference) => {
    const [name = ""] = reference.split("@");
    const known = namesOurs(reference) ? ours : trees.find(({ alias }) => alias === name);
    return ["--local-repository", `${reference}=${known?.folder ?? standInFor(name)}`];
  });
}

function standInFor(name: string): string {
  const folder = standIns[name];
  if (folder !== undefined) return path.join(import.meta.dirname, "standins", folder);
  throw new Error(`There is no stand-in for ${name}: add one to __tests__/workflows/standins and name it here.`);
}
