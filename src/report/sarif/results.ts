import type { Location, Result } from "sarif";
import type { FindingCode, Severity } from "../../checks/codes.ts";
import type { FilePlace, RunErrorCode } from "../../errors.ts";
import { nameOf } from "../../snapshot/resource-id.ts";
import { acceptanceOf } from "../acceptance.ts";
import { placeOfFinding, placeOfStep, type ReportConfig } from "../config-place.ts";
import { fingerprintOf } from "../fingerprint.ts";
import type { Report, ReportFinding, ReportStep } from "../report.ts";
import { describeStep, severities } from "../words.ts";
import { placeOf } from "./place.ts";
import { plainText, sentence } from "./plain-text.ts";
import { ruleIndexOf } from "./rules.ts";

/** A result for each refused step and each finding that stands, the worst first, accepted losses last. */
export function sarifResults(report: Report, config: ReportConfig): readonly Result[] {
  const refused = report.steps.filter((step) => step.state === "refused").map((step) => fromStep(step, config));
  const standing = report.findings.filter((found) => found.state !== "fixed");
  const [accepted, found] = [standing.filter(isAccepted), standing.filter((one) => !isAccepted(one))];
  const byLevel = severities.flatMap((severity) => found.filter((one) => one.severity === severity));
  return numbered([...refused, ...[...byLevel, ...accepted].map((one) => fromFinding(report, one, config))]);
}

function isAccepted({ state }: ReportFinding): boolean {
  return state === "accepted";
}

interface Told {
  readonly code: FindingCode | RunErrorCode;
  readonly level: Severity;
  readonly text: string;
  readonly resourceId: string;
  readonly place: FilePlace;
  readonly fingerprint: string;
  readonly state: string;
  readonly suppressions: NonNullable<Result["suppressions"]>;
}

function fromFinding(report: Report, found: ReportFinding, config: ReportConfig): Told {
  const { code, detail, title, fix, resourceId, fingerprint, state } = found;
  const what = sentence(detail === "" ? title : detail);
  return {
    code,
    // Nothing to do about it: GitHub doesn't look at suppressions.
    level: isAccepted(found) ? "note" : found.severity,
    text: fix === "" ? what : `${what} Fix: ${fix}`,
    resourceId,
    place: placeOfFinding(report, found, config) ?? firstLineOf(config),
    fingerprint,
    state,
    suppressions: isAccepted(found) ? [suppressionOf(report, found)] : [],
  };
}

function suppressionOf(report: Report, found: ReportFinding): NonNullable<Result["suppressions"]>[number] {
  const reason = acceptanceOf(report, found)?.reason ?? found.detail;
  return { kind: "external", status: "accepted", justification: plainText(reason) };
}

/** A refused step goes by the first of its causes. */
function fromStep(step: ReportStep, config: ReportConfig): Told {
  const causes = step.reason.split("\n").join("; ");
  return {
    code: step.refusals[0]?.code ?? "SFH327",
    level: "error",
    text: sentence(`Refused to ${describeStep(step)}: ${causes}`),
    resourceId: step.resourceId,
    place: placeOfStep(step, config) ?? firstLineOf(config),
    fingerprint: fingerprintOf(["refused", step.id, step.resourceId]),
    state: step.state,
    suppressions: [],
  };
}

/** Code scanning shows only what has a place in the repository. */
function firstLineOf({ places }: ReportConfig): FilePlace {
  return { file: places.file, line: 1 };
}

/** GitHub tells results apart by primaryLocationLineHash alone, and many of ours stand on one line; the nth of the same is `:n`. */
function numbered(told: readonly Told[]): readonly Result[] {
  const seen = new Map<string, number>();
  return told.map((one) => {
    const n = (seen.get(one.fingerprint) ?? 0) + 1;
    seen.set(one.fingerprint, n);
    return resultOf(one, `${one.fingerprint}:${n}`);
  });
}

function resultOf(told: Told, fingerprint: string): Result {
  return {
    ruleId: told.code,
    ruleIndex: ruleIndexOf(told.code),
    level: told.level,
    message: { text: plainText(told.text) },
    locations: [locationOf(told)],
    partialFingerprints: { primaryLocationLineHash: fingerprint, "secureFoundryHub/v1": fingerprint },
    suppressions: told.suppressions,
    properties: { state: told.state },
  };
}

function locationOf({ resourceId, place }: Told): Location {
  const name = plainText(nameOf(resourceId));
  return {
    physicalLocation: placeOf(place),
    logicalLocations: [{ name, fullyQualifiedName: plainText(resourceId), kind: "resource" }],
  };
}
