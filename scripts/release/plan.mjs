import { compareVersions, isPreRelease, majorTagOf, parseTag, tagOf } from "./version.mjs";

/**
 * What is on GitHub. A tag's `sha` is the object it points at: of an annotated tag that is no commit. An asset's
 * `digest` is `sha256:…`, undefined where its upload never ended.
 *
 * @typedef {import("./version.mjs").Version} Version
 * @typedef {{ name: string, sha: string }} Tag
 * @typedef {{ id: number, name: string, digest: string | undefined }} Asset
 * @typedef {{
 *   id: number, tag: string, isDraft: boolean, isPreRelease: boolean, isImmutable: boolean, uploadUrl: string,
 *   assets: readonly Asset[],
 * }} Release
 * @typedef {{ tags: readonly Tag[], releases: readonly Release[] }} World
 */

/**
 * What is to be there. `isBuilt` files are the same bytes whenever they are built.
 *
 * @typedef {{ name: string, path: string, digest: string, isBuilt: boolean }} ReleaseFile
 * @typedef {{ version: Version, commit: string, files: readonly ReleaseFile[] }} Goal
 */

/**
 * @typedef {{ kind: "create-tag", tag: string } | { kind: "move-tag", tag: string }
 *   | { kind: "draft" }
 *   | { kind: "remove-asset", asset: Asset }
 *   | { kind: "upload", file: ReleaseFile }
 *   | { kind: "publish", isLatest: boolean }} Step
 * @typedef {{ release: Release | undefined, steps: readonly Step[] }} Plan
 */

/** The release would break what was promised of an earlier one, or can't be told to keep it. */
export class ReleaseRefused extends Error {
  /** @override */
  name = "ReleaseRefused";
}

/**
 * The steps that are left, in order. It is made from what is there, so a run that was cut off anywhere is finished by
 * the next one, and after a whole one nothing is left.
 *
 * @param {World} world
 * @param {Goal} goal
 * @returns {Plan}
 * @throws {ReleaseRefused}
 */
export function planRelease(world, goal) {
  const tag = tagOf(goal.version);
  const [release, ...others] = world.releases.filter((candidate) => candidate.tag === tag);
  if (others.length > 0) {
    throw new ReleaseRefused(`There are ${others.length + 1} releases of ${tag}. Delete the drafts among them.`);
  }
  return {
    release,
    steps: [
      ...planVersionTag(world, goal),
      ...(release?.isDraft === false ? checkPublished(release, goal) : planPublication(world, goal, release)),
      ...planMajorTag(world, goal),
    ],
  };
}

/**
 * @param {World} world
 * @param {Goal} goal
 * @returns {Step[]}
 */
function planVersionTag({ tags }, { version, commit }) {
  const found = tags.find(({ name }) => name === tagOf(version));
  if (found === undefined) {
    return [{ kind: "create-tag", tag: tagOf(version) }];
  }
  if (found.sha !== commit) {
    throw new ReleaseRefused(
      `The tag ${found.name} is there already and names ${found.sha}, not ${commit}. ` +
        "A version's tag never moves: release the next version, or start from that commit's run again.",
    );
  }
  return [];
}

/**
 * @param {World} world
 * @param {Goal} goal
 * @param {Release | undefined} draft
 * @returns {Step[]}
 */
function planPublication(world, goal, draft) {
  const present = draft?.assets ?? [];
  const right = present.filter(({ name, digest }) => goal.files.some((f) => f.name === name && f.digest === digest));
  const wrong = present.filter((asset) => !right.includes(asset));
  const missing = goal.files.filter(({ name }) => !right.some((asset) => asset.name === name));
  return [
    ...(draft === undefined ? [/** @type {const} */ ({ kind: "draft" })] : []),
    ...wrong.map((asset) => /** @type {const} */ ({ kind: "remove-asset", asset })),
    ...missing.map((file) => /** @type {const} */ ({ kind: "upload", file })),
    { kind: "publish", isLatest: isNewest(goal.version, listPublished(world)) },
  ];
}

/**
 * A published release is done, and can't be changed: it only must be what this commit would have made.
 *
 * @param {Release} release
 * @param {Goal} goal
 * @returns {Step[]}
 */
function checkPublished(release, { files }) {
  const foreign = files.filter(
    ({ name, digest, isBuilt }) => isBuilt && release.assets.find((asset) => asset.name === name)?.digest !== digest,
  );
  if (foreign.length > 0) {
    const names = foreign.map(({ name }) => name).join(", ");
    throw new ReleaseRefused(`${release.tag} is published with another ${names}. Release the next version.`);
  }
  if (!release.isImmutable) {
    throw new ReleaseRefused(describeMutable(release.tag));
  }
  return [];
}

/** @param {string} tag */
export function describeMutable(tag) {
  return (
    `${tag} is published, but GitHub doesn't call it immutable: its files and its tag could still be changed. ` +
    "Turn on Settings > General > Releases > Enable release immutability, delete the release (not its tag), " +
    "and run this again."
  );
}

/**
 * @param {World} world
 * @param {Goal} goal
 * @returns {Step[]}
 */
function planMajorTag(world, { version, commit }) {
  const tag = majorTagOf(version);
  const ofMajor = listPublished(world).filter(({ numbers: [major] }) => major === version.numbers[0]);
  if (tag === undefined || !isNewest(version, ofMajor)) {
    return [];
  }
  if (world.releases.some((release) => release.tag === tag)) {
    throw new ReleaseRefused(`${tag} has a release, which locks it. Delete that release: ${tag} has to move.`);
  }
  const found = world.tags.find(({ name }) => name === tag);
  if (found === undefined) {
    return [{ kind: "create-tag", tag }];
  }
  return found.sha === commit ? [] : [{ kind: "move-tag", tag }];
}

/**
 * The versions that somebody can have by now and that are meant for everybody.
 *
 * @param {World} world
 * @returns {Version[]}
 */
function listPublished({ releases }) {
  return releases
    .filter((release) => !release.isDraft && !release.isPreRelease)
    .map((release) => parseTag(release.tag))
    .filter((version) => version !== undefined)
    .filter((version) => !isPreRelease(version));
}

/**
 * @param {Version} version
 * @param {readonly Version[]} others
 */
function isNewest(version, others) {
  return !isPreRelease(version) && others.every((other) => compareVersions(other, version) <= 0);
}

/**
 * What a step does, in words.
 *
 * @param {Step} step
 * @param {Goal} goal
 */
export function describeStep(step, { version, commit }) {
  switch (step.kind) {
    case "create-tag":
      return `create the tag ${step.tag} at ${commit}`;
    case "move-tag":
      return `move the tag ${step.tag} to ${commit}`;
    case "draft":
      return `draft the release ${tagOf(version)}`;
    case "remove-asset":
      return `remove ${step.asset.name} from the draft`;
    case "upload":
      return `add ${step.file.name} (${step.file.digest})`;
    case "publish":
      return `publish ${tagOf(version)}${isPreRelease(version) ? " as a pre-release" : ""}${step.isLatest ? " as the latest" : ""}`;
  }
}
