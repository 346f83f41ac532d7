import { describeMutable, describeStep, ReleaseRefused } from "./plan.mjs";
import { isPreRelease, tagOf } from "./version.mjs";

/**
 * @typedef {import("./github.mjs").Repository} Repository
 * @typedef {import("./plan.mjs").Goal} Goal
 * @typedef {import("./plan.mjs").Plan} Plan
 * @typedef {import("./plan.mjs").Release} Release
 * @typedef {import("./plan.mjs").Step} Step
 * @typedef {{ say: (line: string) => void, pause: () => Promise<void> }} Surroundings
 */

/** How often GitHub is asked whether a release that was just published is immutable by now. */
const looks = 6;

/**
 * Takes the steps of a plan, in order, and stops at the first that fails.
 *
 * @param {Plan} plan
 * @param {Goal} goal
 * @param {string} notes what the release says
 * @param {Repository} repository
 * @param {Surroundings} surroundings
 */
export async function carryOut(plan, goal, notes, repository, { say, pause }) {
  const words = { name: tagOf(goal.version), body: notes, prerelease: isPreRelease(goal.version) };
  let release = plan.release;
  for (const step of plan.steps) {
    say(describeStep(step, goal));
    if (step.kind === "create-tag") {
      await repository.createTag(step.tag, goal.commit);
    } else if (step.kind === "move-tag") {
      await repository.moveTag(step.tag, goal.commit);
    } else if (step.kind === "draft") {
      release = await repository.createDraft(words.name, words);
    } else if (release === undefined) {
      throw new Error(`There is no draft yet to ${step.kind}.`);
    } else {
      await changeDraft(step, release, words, repository);
    }
    if (step.kind === "publish" && release !== undefined) {
      await awaitImmutable(release, repository, pause);
    }
  }
}

/**
 * @param {Extract<Step, { kind: "remove-asset" | "upload" | "publish" }>} step
 * @param {Release} draft
 * @param {import("./github.mjs").Words} words
 * @param {Repository} repository
 */
async function changeDraft(step, draft, words, repository) {
  switch (step.kind) {
    case "remove-asset":
      return repository.removeAsset(step.asset);
    case "upload":
      return repository.upload(draft, step.file);
    case "publish":
      return repository.publish(draft, words, step.isLatest);
  }
}

/**
 * @param {Release} published
 * @param {Repository} repository
 * @param {() => Promise<void>} pause
 * @throws {ReleaseRefused} where it stays as it is: then the major's tag mustn't lead to it
 */
async function awaitImmutable({ id, tag }, repository, pause) {
  for (let look = 1; look <= looks; look++) {
    if ((await repository.getRelease(id)).isImmutable) {
      return;
    }
    await pause();
  }
  throw new ReleaseRefused(describeMutable(tag));
}
