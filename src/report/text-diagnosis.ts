import { links, linkWords } from "../diagnose/chain/link.ts";
import { brokenLinkOf, describeUnknownLinks, describeWhole, type BrokenLink, type BrokenPart } from "./broken-link.ts";
import { heading } from "./heading.ts";
import { indent } from "./layout.ts";
import { remarkOn } from "./link-remark.ts";
import { pageOf, type Page, type TextOptions } from "./page.ts";
import type { Report, ReportLink } from "./report.ts";
import { count } from "./words.ts";

/** A diagnosis for people: the first broken link with all that shows and mends it, then the tree. About one screen. */
export function renderDiagnosis(report: Report, options: TextOptions = {}): readonly (readonly string[])[] {
  const page = pageOf(options);
  return [renderFirst(report, page), renderTree(report, page), renderToRun(report, page), renderNotSeen(report, page)];
}

/** So much of one link is shown; the JSON report has all of it. */
const mostDetails = 3;
const mostParts = 3;
const mostLeaves = 3;

function renderFirst(report: Report, page: Page): readonly string[] {
  const broken = brokenLinkOf(report);
  if (broken === undefined) {
    return heading("First broken link:", describeUnknownLinks(report) ?? describeWhole(report), page);
  }
  const { name, holds, place, of, fix, parts, notKnownBefore } = broken;
  return [
    ...heading("First broken link:", `${name} (${place} of ${of}): ${holds}`, page),
    ...parts.slice(0, mostParts).flatMap((part) => renderPart(part, page)),
    ...(parts.length > mostParts
      ? [`           and ${count(parts.length - mostParts, "other fix", "other fixes")}`]
      : []),
    ...renderPaths(broken, page),
    ...(parts.length === 0 ? indent(fix, 16, page.width, "           fix:") : []),
    ...(notKnownBefore.length === 0
      ? []
      : indent(notKnownBefore.join(", "), 29, page.width, "           not known before it:")),
  ];
}

function renderPart({ first, fix, evidence, mendLines }: BrokenPart, { palette, width }: Page): readonly string[] {
  return [
    ...indent(first.title, 11, width, `  ${first.code}`).map(palette.bad),
    ...renderDetails(evidence, width),
    ...indent(fix, 16, width, "           fix:"),
    ...renderMendLines(mendLines),
  ];
}

/** Who is shut out by it; of a finding only what is certain. */
function renderPaths({ paths, parts }: BrokenLink, { width }: Page): readonly string[] {
  const shut = parts.length === 0 ? paths : paths.filter(({ state }) => state === "blocked");
  return renderDetails(
    shut.map(({ from, to, state, reason }) => `${from} to ${to} is ${state}: ${reason}`),
    width,
  );
}

function renderDetails(details: readonly string[], width: number): readonly string[] {
  return [
    ...details.slice(0, mostDetails).flatMap((detail) => indent(detail, 13, width, "           -")),
    ...(details.length > mostDetails ? [`           - and ${details.length - mostDetails} more`] : []),
  ];
}

/**
 * Not wrapped: they are to be copied. The az lines alone, for the screen's sake; what is to be run elsewhere has a part
 * of its own.
 */
function renderMendLines(mendLines: BrokenPart["mendLines"]): readonly string[] {
  const others = mendLines.filter(({ tool }) => tool === "Bicep").map(({ tool }) => tool);
  return [
    ...mendLines
      .filter(({ tool }) => tool === "az")
      .flatMap((az) => ["           az:", ...az.lines.map((l) => `             ${l}`)]),
    ...(others.length === 0 ? [] : [`           ${others.join(", ")}: --output markdown has the lines.`]),
  ];
}

function renderTree(report: Report, page: Page): readonly string[] {
  const chain = report.chain ?? [];
  if (chain.length === 0) return [];
  const first = chain.find((link) => link.state === "broken");
  return [
    `${page.palette.bold("The tree")}  what comes after a broken link may be broken only because of it`,
    ...chain.flatMap((link, at) =>
      renderLink(report, link, { isLast: at === chain.length - 1, isFirst: link === first, page }),
    ),
  ];
}

interface Place {
  readonly isLast: boolean;
  /** The first broken link: what shows it stands above. */
  readonly isFirst: boolean;
  readonly page: Page;
}

const widestName = Math.max(...links.map((link) => linkWords[link].name.length));

function renderLink(report: Report, link: ReportLink, { isLast, isFirst, page }: Place): readonly string[] {
  const { palette, width } = page;
  const paint = { holding: palette.good, broken: palette.bad, "not known": palette.warn, "not seen": palette.dim }[
    link.state
  ];
  const head = `${isLast ? "└" : "├"}─ ${link.state.padEnd(9)}  ${linkWords[link.link].name}`;
  const remark = remarkOn(link.link, report);
  const bar = isLast ? " " : "│";
  const lines = indent(remark, 16 + widestName, width, head).map((line, at) =>
    at === 0 ? line : `${bar}${line.slice(1)}`,
  );
  const leaves = isFirst ? ["see above"] : leavesOf(report, link);
  return [
    ...lines.map((line) => line.replace(link.state, paint).trimEnd()),
    ...leaves.flatMap((leaf, at) => renderLeaf(leaf, { bar, isLast: at === leaves.length - 1, width })),
  ];
}

function renderLeaf(
  text: string,
  { bar, isLast, width }: { bar: string; isLast: boolean; width: number },
): readonly string[] {
  const branch = `${bar}    ${isLast ? "└" : "├"}─`;
  const rest = `${bar}    ${isLast ? " " : "│"}`;
  return indent(text, 8, width, branch).map((line, at) => (at === 0 ? line : `${rest}${line.slice(rest.length)}`));
}

function leavesOf(report: Report, { state, findings, paths }: ReportLink): readonly string[] {
  if (state === "holding" || state === "not seen") return [];
  const found = findings.flatMap((mark) => report.findings.find((f) => f.fingerprint === mark) ?? []);
  // Of a broken one after the first the fix may be the first one's; what isn't known stays so until somebody looks.
  const said = found.map((f) => `${f.code} ${f.detail}${state === "not known" ? ` Fix: ${f.fix}` : ""}`);
  const shut = paths.map(({ from, to, reason }) => `${from} to ${to}: ${reason}`);
  const all = [...said, ...(said.length === 0 ? shut : [])];
  const left = all.length - mostLeaves;
  return [...all.slice(0, mostLeaves), ...(left > 0 ? [`and ${left} more`] : [])];
}

/** Not wrapped: they are to be copied. The portal's addresses are for the summary: they are wider than a screen. */
function renderToRun({ diagnosis }: Report, { palette }: Page): readonly string[] {
  const runnable = (diagnosis?.toRun ?? []).filter(({ lines }) => !lines.every((line) => line.startsWith("https://")));
  return runnable.flatMap(({ where, lines }) => [
    `${palette.bold("To run elsewhere")}  ${where}`,
    ...lines.map((line) => `  ${line}`),
  ]);
}

function renderNotSeen(report: Report, { palette, width }: Page): readonly string[] {
  const notes = report.findings.filter((f) => f.severity === "note" && f.state !== "fixed").length;
  const lines = [
    ...(report.diagnosis?.notSeen ?? []),
    ...(notes === 0 ? [] : [`${count(notes, "note")} besides: --output json has them, with every name and door.`]),
  ];
  if (lines.length === 0) return [];
  return [palette.bold("Not shown here"), ...lines.flatMap((line) => indent(line, 4, width, "  -"))];
}
