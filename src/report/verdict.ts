import type { Finding } from "../checks/finding.ts";
import type { RunError, RunErrorCode } from "../errors.ts";
import type { PairState } from "../paths/pair.ts";
import type { Verdict } from "./report.ts";

/** Everything a verdict rests on. */
export interface VerdictFacts {
  readonly findings: readonly Finding[];
  /** States of the paths that must be open, as read last. */
  readonly requiredPaths: readonly PairState[];
  readonly isRefused: boolean;
  /** Steps that are still to be done. */
  readonly stepsLeft: number;
  readonly isPending: boolean;
  readonly hasFailedStep: boolean;
  readonly stopped: RunError | undefined;
  /** The hub is still being made: nothing was judged. */
  readonly isUnsettled: boolean;
  /** What is left when nothing speaks against it. */
  readonly otherwise: "private" | "restored";
}

/** The worst thing wins. */
export function verdictOf(facts: VerdictFacts): Verdict {
  const stop = facts.stopped?.code;
  const counted = facts.findings.filter((f) => f.severity !== "note");
  if (stop === "SFH905") return facts.hasFailedStep ? "failed" : "cancelled";
  const isMild = stop === "SFH914" || stop === "SFH916" || stop === "SFH917";
  if (facts.hasFailedStep || (stop !== undefined && !isMild)) return "failed";
  if (stop === "SFH917") return "refused";
  // Whoever else writes may undo what is judged here: the run isn't over, whatever was found.
  if (stop === "SFH916") return "incomplete";
  if (facts.isRefused) return "refused";
  if (facts.isPending || stop === "SFH914" || facts.isUnsettled) return "incomplete";
  if (facts.stepsLeft > 0 || counted.some((f) => f.state === "open" || f.state === "refused")) return "drift";
  if (facts.requiredPaths.includes("blocked")) return "drift";
  const isUnknown = counted.some((f) => f.state === "unknown") || facts.requiredPaths.includes("unknown");
  return isUnknown ? "unproven" : facts.otherwise;
}

/** 0 in line (after a rollback: as it was), 1 error, 2 drift or unproven, 3 refused, 4 incomplete, 130 cancelled. */
export function exitCodeOf(verdict: Verdict): number {
  const codes: Readonly<Record<Verdict, number>> = {
    private: 0,
    restored: 0,
    failed: 1,
    drift: 2,
    unproven: 2,
    refused: 3,
    incomplete: 4,
    cancelled: 130,
  };
  return codes[verdict];
}

/** The same for a run that came to no report. */
export function exitCodeOfError(code: RunErrorCode | "unexpected"): number {
  if (code === "SFH905") return 130;
  return code === "SFH917" ? 3 : 1;
}
