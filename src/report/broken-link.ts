import { codes } from "../checks/codes.ts";
import { grouped } from "../grouped.ts";
import { linkWords } from "../diagnose/chain/link.ts";
import { firstBrokenOf, linksThatAre } from "./chain-states.ts";
import type { Report, ReportFinding, ReportLink } from "./report.ts";
import { count } from "./words.ts";

/** The first broken link of a run, with what shows it and the one thing that mends it. */
export interface BrokenLink {
  readonly name: string;
  readonly holds: string;
  /** Its place in the chain, from 1. */
  readonly place: number;
  readonly of: number;
  /** The finding it is told by; undefined where only a path shows it. */
  readonly finding: ReportFinding | undefined;
  /** In one sentence. */
  readonly what: string;
  readonly fix: string;
  /** How many more findings there are at this link. */
  readonly more: number;
  /** All findings here by what mends them, the one to mend first first. Empty where only a path shows it. */
  readonly parts: readonly BrokenPart[];
  readonly paths: ReportLink["paths"];
  /** Names of links before it of which it isn't known whether they hold. */
  readonly notKnownBefore: readonly string[];
}

/** Findings of one code that the same thing mends. */
export interface BrokenPart {
  readonly first: ReportFinding;
  readonly fix: string;
  readonly evidence: readonly string[];
  /** Of all of them, each once. */
  readonly mendLines: NonNullable<ReportFinding["mendLines"]>;
}

/** Undefined where no link is known to be broken; that may still leave links not known. */
export function brokenLinkOf(report: Report): BrokenLink | undefined {
  const first = firstBrokenOf(report);
  if (first === undefined) return undefined;
  const { link, findings: fingerprints, paths } = first.broken;
  const looked = (report.chain ?? []).map((one) => one.link);
  const findings = fingerprints.flatMap((mark) => report.findings.find((f) => f.fingerprint === mark) ?? []);
  const [finding] = findings;
  const [path] = paths;
  return {
    ...linkWords[link],
    place: looked.indexOf(link) + 1,
    of: looked.length,
    finding,
    what: finding?.detail ?? (path === undefined ? "" : `${path.from} can't reach ${path.to}: ${path.reason}`),
    fix: finding === undefined ? linkWords[link].mend : fixOf(report, finding),
    more: Math.max(0, findings.length - 1),
    parts: partsOf(report, findings),
    paths,
    notKnownBefore: first.notKnownBefore.map((before) => linkWords[before.link].name),
  };
}

function partsOf(report: Report, findings: readonly ReportFinding[]): readonly BrokenPart[] {
  return grouped(findings, (f) => [f.code, fixOf(report, f)].join("|")).flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const evidence = group.map((f) => f.detail);
    return [{ first, fix: fixOf(report, first), evidence, mendLines: mergeLines(group) }];
  });
}

function mergeLines(group: readonly ReportFinding[]): BrokenPart["mendLines"] {
  const all = group.flatMap((f) => f.mendLines ?? []);
  return [...new Set(all.map(({ tool }) => tool))].map((tool) => {
    const blocks = all.filter((one) => one.tool === tool).map(({ lines }) => lines.join("\n"));
    return { tool, lines: [...new Set(blocks)].flatMap((block) => block.split("\n")) };
  });
}

/** In one line: which link, what shows it, what mends it. Undefined where none is known to be broken. */
export function describeBrokenLink(report: Report): string | undefined {
  const broken = brokenLinkOf(report);
  if (broken === undefined) return undefined;
  const { name, finding, what, more, fix, notKnownBefore } = broken;
  const code = finding === undefined ? "" : `${finding.code} `;
  const others = more === 0 ? "" : ` (and ${more} more)`;
  const unknown = notKnownBefore.length === 0 ? "" : ` Not known before it: ${notKnownBefore.join(", ")}.`;
  return `${name}: ${code}${endSentence(what, others)} Fix: ${endSentence(fix)}${unknown}`;
}

/** Of a chain without a broken link: which links can't be told. Undefined where there is none, or one is broken. */
export function describeUnknownLinks(report: Report): string | undefined {
  if (firstBrokenOf(report) !== undefined) return undefined;
  const unknown = linksThatAre("not known", report);
  return unknown.length === 0
    ? undefined
    : `No link is known to be broken; ${count(unknown.length, "link")} not known: ${unknown.join(", ")}.`;
}

/** Of a chain without a broken or unknown link. */
export function describeWhole(report: Report): string {
  const unseen = linksThatAre("not seen", report);
  if (unseen.length === 0) return "none, every link of the chain holds.";
  return `none, every link that can be seen holds. Not seen: ${unseen.join(", ")}.`;
}

/** Where apply refuses what would mend it, or what that is for, the missing piece is what mends it. */
function fixOf(report: Report, finding: ReportFinding): string {
  const steps = report.steps.filter((s) => s.resourceId.toLowerCase() === finding.resourceId.toLowerCase());
  const isForApply = finding.state === "refused" || codes[finding.code].isMendedByApply;
  if (!isForApply || steps.some((s) => s.state === "planned")) return finding.fix;
  const refusals = steps.filter((s) => s.state === "refused").flatMap((s) => s.refusals);
  const missing = [...new Set(refusals.map((refusal) => refusal.missing))];
  const [first] = missing;
  if (first === undefined) return finding.fix;
  return `apply refuses to mend it; missing: ${first}${missing.length === 1 ? "" : ` (and ${missing.length - 1} more)`}`;
}

function endSentence(text: string, aside = ""): string {
  return `${text.replace(/\.\s*$/, "")}${aside}.`;
}
