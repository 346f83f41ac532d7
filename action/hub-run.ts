import { compose, version } from "../src/cli/compose.ts";
import { openFileCapsule, type CapsuleFile } from "../src/cli/file-capsule.ts";
import { readPlan, writePlan } from "../src/cli/plan-file.ts";
import { describeEvent } from "../src/cli/progress.ts";
import { readSettings, settingsOfPlan, type Settings } from "../src/cli/settings.ts";
import { RunError } from "../src/errors.ts";
import { holdUnattended } from "../src/plan/hold.ts";
import type { SavedPlan } from "../src/plan/saved-plan.ts";
import type { Report } from "../src/report/report.ts";
import { runApply, runPlan, runPlanToSave, runRollback, runVerify, type RunInput } from "../src/runbook/runbook.ts";
import { runDiagnose } from "../src/runbook/diagnose.ts";
import { readDiagnosis } from "../src/cli/diagnosis.ts";
import { checkCapsuleFile } from "./capsule-hash.ts";
import { signInWith } from "./federated-credential.ts";
import type { Inputs } from "./inputs.ts";
import { isScheduled } from "./job.ts";
import type { RunFolder } from "./run-folder.ts";
import type { StepContext } from "./step-context.ts";

/** What a run on one hub came to. */
export interface HubRun {
  readonly report: Report;
  readonly settings: Settings;
  /** Outputs besides those of the report. */
  readonly files: Readonly<Record<string, string>>;
}

/** A step that leaves files. */
export interface HubRunContext extends StepContext {
  readonly folder: RunFolder;
}

/** Carries out one of the modes that are about a hub. Throws RunError where it comes to no report. */
export async function runOnHub(inputs: Inputs, context: HubRunContext): Promise<HubRun> {
  refuseForFork(inputs, context);
  const plan = inputs.savedPlan === undefined ? undefined : await readPlan(inputs.savedPlan.file);
  const capsuleFile = await checkCapsuleFile(inputs);
  const capsule = await openCapsule(inputs, context.folder);
  const settings = await settingsOf(inputs, plan, capsule);
  const input = await compose(settings, {
    env: context.env,
    signal: context.signal,
    emit: (event) => context.log.info(describeEvent(event)),
    tell: context.log.info,
    credential: signInWith(inputs.federated, context),
    capsule,
  });
  const { report, files } = await carryOut(inputs, { input, plan, capsule }, context);
  return {
    report,
    settings,
    files: { ...files, ...capsuleFile, ...(await capsuleOutput(inputs, capsule, context.folder)) },
  };
}

/** Throws RunError SFH912 where somebody else's pull request would write with whatever credential the runner carries. */
function refuseForFork({ mode }: Inputs, { job }: HubRunContext): void {
  const writes = mode === "apply" || mode === "rollback";
  if (!writes || job.place?.pullRequest?.isFork !== true) return;
  throw new RunError("SFH912", `A pull request from a fork asks for ${mode}: its author can edit the config.`, {
    fix: "Leave such runs out: if: github.event.pull_request.head.repo.full_name == github.repository. Or set mode to plan.",
  });
}

/** Who else but the choices decides: a saved plan, or the hub that a capsule is of. */
async function settingsOf(
  inputs: Inputs,
  plan: SavedPlan | undefined,
  capsule: CapsuleFile | undefined,
): Promise<Settings> {
  if (plan !== undefined) return settingsOfPlan(inputs.choices, plan, inputs.savedPlan?.file ?? "");
  const capsuleHub = (await capsule?.writes())?.at(0)?.hub;
  return readSettings({ ...inputs.choices, capsuleHub });
}

interface Prepared {
  readonly input: RunInput;
  readonly plan: SavedPlan | undefined;
  readonly capsule: CapsuleFile | undefined;
}

type CameTo = Pick<HubRun, "report" | "files">;

async function carryOut(inputs: Inputs, prepared: Prepared, context: HubRunContext): Promise<CameTo> {
  const { input, capsule } = prepared;
  switch (inputs.mode) {
    case "plan":
      return inputs.isDryRun ? dryRun(inputs, input, context) : planAndSave(input, context.folder);
    case "apply":
      return { report: await apply(inputs, prepared, context), files: {} };
    case "diagnose":
      return { report: await diagnose(inputs, input, context), files: {} };
    case "rollback":
      if (capsule === undefined) throw new Error("a rollback without its capsule");
      return { report: await rollBack(inputs, { ...input, capsule }, context), files: {} };
    case "verify":
      return { report: await runVerify(input), files: {} };
    case "discover":
    case "demo":
    case "heartbeat":
      throw new Error(`mode ${inputs.mode} is about no hub`);
  }
}

async function diagnose(inputs: Inputs, input: RunInput, { env, signal, log }: HubRunContext): Promise<Report> {
  const parts = await readDiagnosis(inputs.diagnosis, { env, signal, spec: input.spec, tell: log.info });
  return runDiagnose({ ...input, ...parts });
}

async function planAndSave(input: RunInput, folder: RunFolder): Promise<CameTo> {
  const { report, saved } = await runPlanToSave(input);
  const file = folder.at("plan.json");
  await writePlan(file, saved);
  return { report, files: { "plan-path": file, "plan-hash": saved.hash } };
}

/** Whoever wrote `mode: apply` into the workflow has said yes; a schedule has nobody to say it, whatever was written. */
function apply(inputs: Inputs, { input, plan }: Prepared, context: HubRunContext): Promise<Report> {
  return runApply(heldBack(inputs, input, context), {
    confirm: async () => true,
    isAllOrNothing: inputs.isAllOrNothing,
    ...(plan === undefined ? {} : { savedPlan: { plan, expectedHash: inputs.savedPlan?.hash } }),
  });
}

/** What apply would do, whoever watches: never to be carried out as it stands. */
async function dryRun(inputs: Inputs, input: RunInput, context: HubRunContext): Promise<CameTo> {
  return { report: await runPlan(heldBack(inputs, input, context)), files: {} };
}

function heldBack(inputs: Inputs, input: RunInput, { job, log }: HubRunContext): RunInput {
  if (!inputs.isUnattended && !isScheduled(job)) return input;
  log.info("Nobody watches this run: it takes only the steps that `unattended` in the config names.");
  return { ...input, hold: holdUnattended(input.spec, input.hub) };
}

/** Opening doors again is for somebody who watches: on a schedule it is only shown. */
function rollBack(
  { isDryRun }: Inputs,
  input: RunInput & { readonly capsule: CapsuleFile },
  { job, log }: HubRunContext,
): Promise<Report> {
  const isOnlyShown = isScheduled(job);
  if (isOnlyShown) log.info("Nobody watches this run: it shows what it would put back, and writes nothing.");
  return runRollback(input, { confirm: async () => !isDryRun && !isOnlyShown });
}

/** An apply always keeps what it changes; a rollback needs what one has kept. */
async function openCapsule({ mode, capsuleFile }: Inputs, folder: RunFolder): Promise<CapsuleFile | undefined> {
  if (mode === "apply") return openFileCapsule(capsuleFile ?? folder.at("capsule.jsonl"), { version, mayBeNew: true });
  if (mode !== "rollback" || capsuleFile === undefined) return undefined;
  return openFileCapsule(capsuleFile, { version, mayBeNew: false });
}

async function capsuleOutput(
  { mode, capsuleFile }: Inputs,
  capsule: CapsuleFile | undefined,
  folder: RunFolder,
): Promise<Readonly<Record<string, string>>> {
  const hasChanged = mode === "apply" && ((await capsule?.writes())?.length ?? 0) > 0;
  return hasChanged ? { "rollback-path": capsuleFile ?? folder.at("capsule.jsonl") } : {};
}
