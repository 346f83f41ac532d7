import { brokenLinkOf, describeUnknownLinks, describeWhole, type BrokenLink, type BrokenPart } from "../broken-link.ts";
import type { Report } from "../report.ts";
import { count } from "../words.ts";
import { codeBlock } from "./code-block.ts";
import { code, escape } from "./escape.ts";
import { headed, type Section } from "./section.ts";

/** So much evidence is shown here; the findings and paths have all of it. */
const mostEvidence = 5;
const mostParts = 5;

/** The one link to mend first, with what shows it. */
export function brokenLinkSection(report: Report): Section {
  const broken = brokenLinkOf(report);
  const unknown = describeUnknownLinks(report);
  const none = report.command === "diagnose" ? describeWhole(report) : "";
  const text = broken === undefined ? escape(unknown ?? none) : describe(broken);
  return { name: "first broken link", importance: 90, forms: [headed("First broken link", text)] };
}

function describe(broken: BrokenLink): string {
  const { name, place, of, holds, parts, fix, notKnownBefore, paths } = broken;
  const shut = paths.map((path) => `${path.from} to ${path.to} is ${path.state}: ${path.reason}`);
  return [
    `**${name}** (link ${place} of ${of}: ${holds}).`,
    ...parts.slice(0, mostParts).map(describePart),
    parts.length > mostParts
      ? `And ${count(parts.length - mostParts, "other fix", "other fixes")}: the findings have them.`
      : "",
    items(shut).join("\n"),
    parts.length === 0 ? `Fix: ${escape(fix)}` : "",
    notKnownBefore.length === 0 ? "" : `Not known whether these before it hold: ${notKnownBefore.join(", ")}.`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function describePart({ first, fix, evidence, mendLines }: BrokenPart): string {
  return [
    `${first.code} ${escape(first.title)}, on ${code(first.resourceId)}.`,
    items(evidence).join("\n"),
    `Fix: ${escape(fix)}`,
    ...mendLines.map(({ tool, lines }) => `${tool}:\n\n${codeBlock(lines)}`),
  ].join("\n\n");
}

function items(texts: readonly string[]): readonly string[] {
  const rest = texts.length - mostEvidence;
  return [
    ...texts.slice(0, mostEvidence).map((text) => `- ${escape(text)}`),
    ...(rest > 0 ? [`- and ${rest} more`] : []),
  ];
}
