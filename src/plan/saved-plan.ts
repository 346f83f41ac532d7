import { runErrorCodes } from "../checks/run-error-codes.ts";
import { RunError } from "../errors.ts";
import { isSameId, serviceOfConnection, type ResourceId } from "../snapshot/resource-id.ts";
import type { HubSpec } from "../spec/hub-spec.ts";
import { contentHash } from "./content-hash.ts";
import type { Hold } from "./hold.ts";
import { acceptanceKey, ruleKey, type PathFact, type PlanFacts, type StepFact } from "./plan-facts.ts";
import { plainRefusal, type KeptAcceptance } from "./refusal.ts";
import { effectOf, type Step } from "./step.ts";

/** Whose plan it is, and of what. */
export interface PlanOwner {
  readonly version: string;
  readonly hub: ResourceId;
  /** The cloud's own name. */
  readonly cloud: string;
  /** Object id of whoever made it; "" where the token didn't tell. */
  readonly caller: string;
}

/** A plan somebody can look at now and carry out later, and nothing else: `secure-foundry-hub/plan/1`. */
export interface SavedPlan extends PlanOwner {
  readonly schema: "secure-foundry-hub/plan/1";
  /** ISO 8601. */
  readonly savedAt: string;
  readonly spec: HubSpec;
  readonly facts: PlanFacts;
  /** SHA-256 of the facts, hex. */
  readonly factsHash: string;
  /** SHA-256 of all the rest, hex: what to hand on by another way than the file. */
  readonly hash: string;
}

export function savePlan(
  owner: PlanOwner,
  about: { readonly savedAt: string; readonly spec: HubSpec; readonly facts: PlanFacts },
): SavedPlan {
  const { version, hub, cloud, caller } = owner;
  const schema = "secure-foundry-hub/plan/1" as const;
  const content = { schema, version, hub, cloud, caller, ...about, factsHash: contentHash(about.facts) };
  return { ...content, hash: contentHash(content) };
}

/**
 * Throws RunError SFH917 where the file was changed after it was written, or isn't the one whose hash was handed on, or
 * isn't of this run's hub, cloud, caller and version.
 */
export function checkSavedPlan({ hash, ...content }: SavedPlan, owner: PlanOwner, expectedHash?: string): void {
  if (content.version !== owner.version) {
    throw unfit(`The plan was made by version ${content.version} of this program, and this is ${owner.version}.`);
  }
  if (hash !== contentHash(content) || content.factsHash !== contentHash(content.facts))
    throw unfit("The plan was changed after it was saved.");
  if (expectedHash !== undefined && hash !== expectedHash.trim().toLowerCase()) {
    throw unfit(`The plan's hash is ${hash}, and ${expectedHash} was asked for: it is another plan.`);
  }
  if (!isSameId(content.hub, owner.hub)) throw unfit(`The plan is of ${content.hub}, and this run of ${owner.hub}.`);
  if (content.cloud !== owner.cloud) throw unfit(`The plan is of ${content.cloud}, and this run of ${owner.cloud}.`);
  if (content.caller === "" || content.caller !== owner.caller) {
    const [made, runs] = [content.caller, owner.caller].map((id) => (id === "" ? unnamed : id));
    throw unfit(
      `The plan was made by ${made ?? ""}, and this run is signed in as ${runs ?? ""}: it was judged by the rights of the first.`,
    );
  }
}

/** RunError SFH917 that names what has changed since a plan was saved; undefined where its facts still stand. */
export function findMoved(saved: SavedPlan, now: PlanFacts): RunError | undefined {
  if (contentHash(now) === saved.factsHash) return undefined;
  const changes = [...changedSteps(saved.facts.steps, now.steps), ...changedPaths(saved.facts.paths, now.paths)];
  const shown = changes.slice(0, mostShown).join("; ");
  const more = changes.length > mostShown ? `; and ${changes.length - mostShown} more` : "";
  return unfit(`The hub has changed since the plan was saved (${saved.savedAt}): ${shown}${more}.`);
}

const mostShown = 8;
/** Signed in by a token without an object id: nobody to hold a plan to. */
const unnamed = "somebody the token doesn't name";

function unfit(message: string): RunError {
  return new RunError("SFH917", `${message} Nothing was written.`, { fix: runErrorCodes.SFH917.mend });
}

function changedSteps(then: readonly StepFact[], now: readonly StepFact[]): readonly string[] {
  const gone = then.filter((t) => !now.some((n) => n.id === t.id)).map((t) => `${t.id} isn't needed any more`);
  const changed = now.flatMap((n) => {
    const before = then.find((t) => t.id === n.id);
    if (before === undefined) return [`${n.id} is new`];
    if (contentHash(before) === contentHash(n)) return [];
    const verdict = (fact: StepFact): string => (fact.refusals.length > 0 ? "refused" : "planned");
    return [
      verdict(before) === verdict(n)
        ? `${n.id} is not the same`
        : `${n.id} was ${verdict(before)} and is ${verdict(n)}`,
    ];
  });
  if (gone.length + changed.length > 0 || contentHash(then) === contentHash(now)) return [...gone, ...changed];
  return ["the steps are in another order"];
}

function changedPaths(then: readonly PathFact[], now: readonly PathFact[]): readonly string[] {
  const before = new Map(then.map((fact) => [fact.key, fact]));
  const after = new Set(now.map((fact) => fact.key));
  return [
    ...then.filter((fact) => !after.has(fact.key)).map((fact) => `${fact.path} is not in sight any more`),
    ...now.flatMap((fact) => {
      const was = before.get(fact.key);
      if (was === undefined) return [`${fact.path} is new (${fact.state})`];
      return was.state === fact.state ? [] : [`${fact.path} was ${was.state} and is ${fact.state}`];
    }),
  ];
}

/**
 * Only what the plan holds is taken: its own steps, resting on no loss that wasn't accepted then, and what finishes one of
 * them (a rule of its own put again, the connection of a rule it declares or, by provisioning, makes an endpoint). Anything
 * else needs a plan of its own.
 */
export function holdToPlan({ facts }: SavedPlan): Hold {
  const agreed = facts.steps.filter((fact) => fact.refusals.length === 0);
  const rules = new Set(agreed.map((fact) => fact.rule).filter((rule) => rule !== ""));
  const isProvisioning = agreed.some((fact) => fact.kind === "provision-managed-network");
  const isAgreed = (step: Step, accepted: readonly KeptAcceptance[]): boolean => {
    const fact = agreed.find((one) => one.content === contentHash(step));
    return fact !== undefined && accepted.every((loss) => fact.accepted.includes(acceptanceKey(loss)));
  };
  const finishes = (step: Step): boolean => {
    const rule = ruleOf(step);
    return rule !== undefined && (isProvisioning || rules.has(rule));
  };
  return (step, accepted) =>
    effectOf(step) === "waits" || isAgreed(step, accepted) || (accepted.length === 0 && finishes(step))
      ? undefined
      : plainRefusal(
          "SFH917",
          "a saved plan is carried out, and nothing else",
          `${step.kind} is not in the saved plan, or rests on more than it did there`,
          "a new plan, looked at, and applied",
        );
}

/** The rule that a step finishes, told as a plan's facts tell it. */
function ruleOf(step: Step): string | undefined {
  if (step.kind === "declare-rule" && step.isAgain) return ruleKey(step.rule.name, step.rule.target);
  if (step.kind !== "approve-connection") return undefined;
  return ruleKey(step.ruleName, serviceOfConnection(step.resourceId));
}
