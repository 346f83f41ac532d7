import type { InputOptions } from "@actions/core";
import { environmentNames } from "../src/azure/cloud-endpoints.ts";
import { readShard } from "../src/fleet/shards.ts";
import { mostWaitMinutes, type DiagnosisChoices } from "../src/cli/diagnosis.ts";
import type { Choices } from "../src/cli/settings.ts";
import { checkClientRanges } from "../src/spec/client-ranges.ts";
import type { FederatedIdentity } from "./federated-credential.ts";
import type { CommentWhen } from "./github/pull-request-comment.ts";
import { badInput, readFlag, readList, readMinutes, readNumber, readOneOf, requireTogether } from "./read-input.ts";

export const modes = ["plan", "apply", "verify", "diagnose", "rollback", "discover", "demo", "heartbeat"] as const;

export type Mode = (typeof modes)[number];

/** From which severity on what is found fails the step. */
export const failingSeverities = ["never", "error", "warning"] as const;
export type FailOn = (typeof failingSeverities)[number];

export const commentChoices = ["never", "on-failure", "always"] as const satisfies readonly CommentWhen[];

/** What to tell GitHub besides log, summary and outputs. */
export interface Publishing {
  readonly commentSummary: CommentWhen;
  readonly hasTrackingIssue: boolean;
  readonly uploadsSarif: boolean;
  /** Undefined: yes, unless the repository is public. */
  readonly uploadsReport: boolean | undefined;
  readonly masksIds: boolean;
  /** "" where the job has none. */
  readonly token: string;
}

/** The inputs of one run, checked. */
export interface Inputs {
  readonly mode: Mode;
  readonly choices: Choices;
  readonly isAllOrNothing: boolean;
  readonly isUnattended: boolean;
  readonly failsOn: FailOn;
  /** Who to sign in as with the workflow's own token; undefined: with what the job has. */
  readonly federated: FederatedIdentity | undefined;
  readonly reportPath: string | undefined;
  /** Of apply: the plan to carry out, and nothing else. */
  readonly savedPlan: { readonly file: string; readonly hash: string } | undefined;
  /** Of apply: where to keep what is changed. Of rollback: where that was kept. */
  readonly capsuleFile: string | undefined;
  /** Of rollback: another capsule is refused. */
  readonly capsuleHash: string | undefined;
  /** Of rollback: only shows. */
  readonly isDryRun: boolean;
  readonly subscriptions: readonly string[];
  readonly shard: number | undefined;
  readonly diagnosis: DiagnosisChoices;
  readonly estate: string | undefined;
  readonly heartbeat: { readonly workflow: string; readonly maxAgeHours: number } | undefined;
  /** What somebody asked this run for: shown, and nothing else. */
  readonly request: { readonly changeTicket: string | undefined; readonly reason: string | undefined };
  readonly publishing: Publishing;
}

export type GetInput = (name: string, options?: InputOptions) => string;

/** Modes that are about a hub of somebody's. */
const hubModes: readonly Mode[] = ["plan", "apply", "verify", "diagnose", "rollback"];

/** Inputs that mean something in these modes only: elsewhere they would be forgotten without a word. */
const onlyIn: Readonly<Record<string, readonly Mode[]>> = {
  "plan-file": ["apply"],
  "plan-hash": ["apply"],
  unattended: ["apply"],
  "all-or-nothing": ["apply"],
  "dry-run": ["apply", "rollback"],
  "capsule-file": ["apply", "rollback"],
  "capsule-hash": ["rollback"],
  subscriptions: ["discover"],
  shard: ["discover"],
  "answers-file": ["diagnose"],
  "pac-file": ["diagnose"],
  "client-ranges": ["diagnose"],
  "wait-minutes": ["diagnose"],
  estate: ["demo"],
  "comment-summary-in-pr": hubModes,
  "upload-sarif": hubModes,
  "tracking-issue": [...hubModes, "heartbeat"],
  workflow: ["heartbeat"],
  "max-age-hours": ["heartbeat"],
};

type Text = (name: string) => string | undefined;

/** Reads the inputs. Throws RunError SFH912 naming the input that can't be meant. */
export function readInputs(getInput: GetInput): Inputs {
  const text: Text = (name) => getInput(name) || undefined;
  const asked = readOneOf("mode", modes, text("mode"));
  if (asked === undefined) throw badInput("mode", "is missing", `Set it to ${modes.join(", ")}.`);
  checkModeInputs(asked, text);
  const isDryRun = readFlag("dry-run", text("dry-run")) ?? false;
  const savedPlan = readSavedPlan(text, isDryRun);
  // A dry run of apply is what plan shows.
  const mode = asked === "apply" && isDryRun ? "plan" : asked;
  return {
    mode,
    choices: readChoices(text),
    isAllOrNothing: readFlag("all-or-nothing", text("all-or-nothing")) ?? false,
    isUnattended: readUnattended(text, savedPlan),
    failsOn:
      readOneOf("fail-on-severity", failingSeverities, text("fail-on-severity")) ??
      (mode === "plan" || mode === "diagnose" ? "never" : "warning"),
    federated: readFederated(text),
    reportPath: text("report-path"),
    savedPlan,
    capsuleFile: readCapsuleFile(mode, text),
    capsuleHash: text("capsule-hash"),
    isDryRun,
    subscriptions: readList(text("subscriptions")),
    shard: text("shard") === undefined ? undefined : readShard(text("shard") ?? ""),
    diagnosis: readDiagnosisChoices(text),
    estate: text("estate"),
    heartbeat: mode === "heartbeat" ? readHeartbeat(text) : undefined,
    request: { changeTicket: text("change-ticket"), reason: text("reason") },
    publishing: readPublishing(mode, text),
  };
}

function checkModeInputs(mode: Mode, text: Text): void {
  for (const [name, allowed] of Object.entries(onlyIn)) {
    const isSaid = text(name) !== undefined && !["false", "never"].includes(text(name)?.toLowerCase() ?? "");
    if (isSaid && !allowed.includes(mode)) {
      throw badInput(name, `means nothing in mode ${mode}`, `Leave it out, or set mode to ${allowed.join(" or ")}.`);
    }
  }
}

function readChoices(text: Text): Choices {
  return {
    hub: text("hub"),
    subscription: text("subscription-id"),
    resourceGroup: text("resource-group-name"),
    name: text("name"),
    config: text("config-file"),
    environment: readOneOf("environment", environmentNames, text("environment")?.toLowerCase()),
  };
}

function readDiagnosisChoices(text: Text): DiagnosisChoices {
  return {
    answers: text("answers-file"),
    pac: text("pac-file"),
    clientRanges: checkClientRanges(readList(text("client-ranges")), "The input client-ranges"),
    waitMinutes: readMinutes("wait-minutes", text("wait-minutes"), mostWaitMinutes) ?? 0,
  };
}

function readSavedPlan(text: Text, isDryRun: boolean): Inputs["savedPlan"] {
  const file = text("plan-file");
  const hash = text("plan-hash");
  if (file === undefined && hash === undefined) return undefined;
  requireTogether(
    { "plan-file": file, "plan-hash": hash },
    "the file says what to do, the hash that it is what was looked at",
  );
  if (isDryRun)
    throw badInput(
      "dry-run",
      "and plan-file are both given",
      "Leave one of them out: a saved plan is what a dry run showed.",
    );
  return { file: file ?? "", hash: hash ?? "" };
}

function readUnattended(text: Text, savedPlan: Inputs["savedPlan"]): boolean {
  const isUnattended = readFlag("unattended", text("unattended")) ?? false;
  if (isUnattended && savedPlan !== undefined) {
    throw badInput(
      "unattended",
      "and plan-file are both given",
      "Leave one of them out: somebody looked at a saved plan.",
    );
  }
  return isUnattended;
}

function readFederated(text: Text): FederatedIdentity | undefined {
  const [clientId, tenantId, audience] = [text("client-id"), text("tenant-id"), text("audience")];
  if (clientId === undefined && tenantId === undefined) {
    if (audience === undefined) return undefined;
    throw badInput("audience", "is given without client-id", "Give client-id and tenant-id too, or leave it out.");
  }
  requireTogether({ "client-id": clientId, "tenant-id": tenantId }, "together they name who to sign in as");
  return { clientId: clientId ?? "", tenantId: tenantId ?? "", audience };
}

function readCapsuleFile(mode: Mode, text: Text): string | undefined {
  const file = text("capsule-file");
  if (file !== undefined || mode !== "rollback") return file;
  throw badInput("capsule-file", "is missing", "Give the capsule that the apply kept: it is in its report artifact.");
}

function readHeartbeat(text: Text): Inputs["heartbeat"] {
  const workflow = text("workflow");
  if (workflow === undefined) {
    throw badInput("workflow", "is missing", "Give the file name of the scheduled workflow, such as remediate.yml.");
  }
  return { workflow, maxAgeHours: readNumber("max-age-hours", text("max-age-hours")) ?? 48 };
}

function readPublishing(mode: Mode, text: Text): Publishing {
  const masksIds = readFlag("masked-ids", text("masked-ids")) ?? false;
  if (masksIds && mode === "discover") {
    throw badInput(
      "masked-ids",
      "is true in mode discover",
      "Leave it out: GitHub drops a matrix that holds a masked id.",
    );
  }
  return {
    commentSummary: readOneOf("comment-summary-in-pr", commentChoices, text("comment-summary-in-pr")) ?? "never",
    hasTrackingIssue: readFlag("tracking-issue", text("tracking-issue")) ?? false,
    uploadsSarif: readFlag("upload-sarif", text("upload-sarif")) ?? false,
    uploadsReport: readFlag("upload-report", text("upload-report")),
    masksIds,
    token: text("github-token") ?? "",
  };
}
