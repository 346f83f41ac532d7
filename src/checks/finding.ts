import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { HubSpec } from "../spec/hub-spec.ts";
import { codes, type FindingCode, type Severity } from "./codes.ts";

/** `open`: to be mended; the others come about as the plan, the spec or the run decide. */
export type FindingState = "open" | "fixed" | "accepted" | "refused" | "unknown";

/** Lines to copy, in the language of one tool. */
export interface MendLines {
  readonly tool: "az" | "Bicep" | "shell";
  readonly lines: readonly string[];
}

/** One thing that is not as it should be, on one resource. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly state: FindingState;
  readonly resourceId: ResourceId;
  readonly title: string;
  /** What exactly, with names and values. */
  readonly detail: string;
  /** What mends it. */
  readonly fix: string;
  /** The same as lines to copy; often none. */
  readonly mendLines: readonly MendLines[];
  /** What the finding is about besides the resource (a principal, a sub-resource): makes it one of its kind. */
  readonly subject: string;
}

export interface FindingDetails {
  readonly resourceId: ResourceId;
  readonly detail: string;
  readonly subject?: string;
  readonly fix?: string;
  readonly mendLines?: readonly MendLines[];
  readonly state?: "open" | "unknown";
}

export function finding(code: FindingCode, details: FindingDetails): Finding {
  const { title, severity, mend } = codes[code];
  return {
    code,
    severity,
    state: details.state ?? "open",
    resourceId: details.resourceId,
    title,
    detail: details.detail,
    fix: details.fix ?? mend,
    mendLines: details.mendLines ?? [],
    subject: details.subject ?? "",
  };
}

/** The same finding in another run has the same key. */
export function findingKey(f: Finding): string {
  return [f.code, f.resourceId, f.subject].join("|").toLowerCase();
}

/** One check: pure, from what is and what should be. */
export type Check = (snapshot: Snapshot, spec: HubSpec) => readonly Finding[];
