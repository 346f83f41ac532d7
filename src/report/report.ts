import type { FindingCode, Severity } from "../checks/codes.ts";
import type { FindingState, MendLines } from "../checks/finding.ts";
import type { Link } from "../diagnose/chain/link.ts";
import type { RunErrorCode } from "../errors.ts";
import type { ReportDiagnosis } from "./report-diagnosis.ts";
import type { PairState } from "../paths/pair.ts";

export type Verdict = "private" | "drift" | "unproven" | "refused" | "incomplete" | "failed" | "cancelled" | "restored";
export type Command = "plan" | "apply" | "verify" | "diagnose" | "rollback";

export interface ReportFinding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly state: FindingState;
  readonly resourceId: string;
  readonly title: string;
  readonly detail: string;
  readonly fix: string;
  /** What mends it as lines to copy; left out where there are none. */
  readonly mendLines?: readonly MendLines[];
  /** The same finding in another run has the same fingerprint. */
  readonly fingerprint: string;
}

export interface ReportRefusal {
  readonly code: FindingCode | RunErrorCode;
  readonly lost: string;
  readonly missing: string;
  /** What the config's `accept` takes where this loss can be accepted by name. */
  readonly acceptable?: { readonly code: string; readonly resource: string; readonly origin: string };
}

/** What becomes of one origin's way to a service that a step closes. */
export interface ReportFate {
  readonly from: string;
  /** Sub-resources; empty where none was seen. */
  readonly to: string;
  readonly fate:
    "stays open" | "closes, as it may" | "lost, accepted" | "would be lost" | "can't be told" | "none seen";
  readonly why: string;
}

/** A loss that somebody accepted by name, with the reason. */
export interface ReportAcceptance {
  readonly code: FindingCode;
  readonly resource: string;
  readonly origin: string;
  readonly lost: string;
  readonly reason: string;
}

export interface ReportStep {
  readonly id: string;
  readonly kind: string;
  readonly resourceId: string;
  readonly state: "planned" | "done" | "skipped" | "refused" | "failed" | "pending";
  /** One line a cause: what would be lost and what is missing, what went wrong, what a rollback puts back or leaves. */
  readonly reason: string;
  /** The causes of a refusal one by one; empty for every other state. */
  readonly refusals: readonly ReportRefusal[];
  /** Losses accepted by name, without which it would be refused. */
  readonly accepted: readonly ReportAcceptance[];
  /** Of a step that closes: what stays open, what closes, and of what none was seen. */
  readonly account: readonly ReportFate[];
  readonly durationMs: number;
}

export interface ReportPath {
  readonly from: string;
  readonly to: string;
  /** The way that decides it afterwards. */
  readonly via: string;
  readonly before: PairState;
  readonly after: PairState;
  readonly required: boolean;
  readonly reason: string;
  readonly evidence: readonly { readonly fact: string; readonly readAt: string }[];
}

/** One link of the chain that must hold for the hub to work privately, as the world was read last. */
export interface ReportLink {
  readonly link: Link;
  /** Not known is neither good nor broken; not seen is what nothing speaks against, and nobody could look at from here. */
  readonly state: "holding" | "broken" | "not known" | "not seen";
  /** Fingerprints of the findings that speak against it, the worst first. */
  readonly findings: readonly string[];
  /** Paths that end here: what a broken link shuts. */
  readonly paths: readonly {
    readonly from: string;
    readonly to: string;
    readonly state: PairState;
    readonly reason: string;
  }[];
}

export interface ReportError {
  readonly code: RunErrorCode;
  readonly message: string;
  readonly fix: string;
  readonly correlationId: string;
}

/** What a run says, for machines: `secure-foundry-hub/report/1`, described by schema/report-1.json. Times are ISO 8601. */
export interface Report {
  readonly schema: "secure-foundry-hub/report/1";
  readonly tool: { readonly name: "secure-foundry-hub"; readonly version: string };
  readonly command: Command;
  readonly verdict: Verdict;
  readonly hub: {
    readonly id: string;
    readonly name: string;
    readonly location: string;
    /** Disabled: the hub has none. */
    readonly managedNetwork: "Active" | "Inactive" | "Disabled";
  };
  readonly cloud: string;
  readonly caller: { readonly objectId: string; readonly credential: string };
  readonly startedAt: string;
  readonly planHash: string;
  readonly findings: readonly ReportFinding[];
  readonly steps: readonly ReportStep[];
  readonly paths: readonly ReportPath[];
  /** In the order of the chain. A rollback has none: it is measured by its capsule. */
  readonly chain?: readonly ReportLink[];
  /** Of `diagnose` alone: what it looked at besides. */
  readonly diagnosis?: ReportDiagnosis;
  readonly errors: readonly ReportError[];
  /** What could not be read: unknown, never taken for absent. */
  readonly unread: readonly { readonly resourceId: string; readonly what: string; readonly why: string }[];
  readonly run: {
    readonly requests: number;
    readonly throttled: number;
    readonly durationMs: number;
    readonly correlationIds: readonly string[];
  };
}
