import type { FindingCode } from "../../../src/checks/codes.ts";
import type { DiagnoseInput } from "../../../src/runbook/diagnose.ts";
import type { EstateDocument } from "../../../src/twin/estate.ts";
import type { RunOptions, TwinRun } from "../../runbook/run-on-twin.ts";

/** What a diagnosis is given besides the twin's own network. */
export type Parts = Partial<Pick<DiagnoseInput, "vantage" | "given" | "waitMs">>;

/** An estate, or its surroundings, broken in exactly one way, and what a diagnosis says first. */
export interface BrokenCase {
  readonly code: FindingCode;
  /** "a zone isn't linked to the network". */
  readonly what: string;
  readonly estate: EstateDocument;
  readonly options?: RunOptions;
  /** Made for each run; what it opens is closed by `onTestFinished`. */
  readonly parts?: (run: TwinRun) => Promise<Parts> | Parts;
  /** In what shows it. */
  readonly shows: RegExp;
  /** In what mends it: the fix or its lines. */
  readonly mends: RegExp;
  /** Where it can't be told, nothing is broken and this is the first that isn't known. */
  readonly isUnknown?: true;
}
