/** A repository on disk: its folder, the name act knows it by, and what it is on GitHub (`OWNER/NAME`). */
export interface Tree {
  readonly folder: string;
  readonly alias: string;
  readonly repository: string;
}

/** This repository to those who use it: any owner's. */
const published = /^[\w.-]+\/secure-foundry-hub(?=[/@])/;

/** Whether `uses:` names this repository. */
export function namesOurs(uses: string): boolean {
  return published.test(uses);
}

/**
 * `uses:` as act understands it, for a file of a tree. act knows no `$/`, and looks for a called workflow's `./` in
 * the workspace, where GitHub looks in the repository that the file is in.
 */
export function nameForAct(uses: string, { alias }: Tree): string {
  const own = uses.startsWith("$/") ? uses.slice(2) : /^\.\/(\.github\/workflows\/.+)$/.exec(uses)?.[1];
  return own === undefined ? uses : `${alias}/${own}@self`;
}

/** The file of a workflow that a job calls, by its path in its repository; throws where it is none. */
export function calledFileOf(uses: string): string {
  const [, file] = /^(?:\.|\$|[\w.-]+\/[\w.-]+)\/(\.github\/workflows\/[^@]+)(?:@.+)?$/.exec(uses) ?? [];
  if (file === undefined) throw new Error(`"${uses}" calls no workflow.`);
  return file;
}

/** What act is told of a `uses:`: `OWNER/NAME@REF`; undefined where it needs nothing, or finds it in the workspace. */
export function repositoryUsed(uses: string): string | undefined {
  if (uses.startsWith("./") || uses.startsWith("actions/checkout@")) return undefined;
  const [, repository, ref] = /^([\w.-]+\/[\w.-]+)(?:\/[^@]*)?@(.+)$/.exec(uses) ?? [];
  if (repository === undefined) throw new Error(`"${uses}" can't be run here: there is no container and no network.`);
  return `${repository}@${ref}`;
}
