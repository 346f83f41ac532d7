import { nameOf } from "../snapshot/resource-id.ts";
import { brokenLinkOf, describeBrokenLink, type BrokenLink } from "./broken-link.ts";
import type { Report } from "./report.ts";
import { describeMoment, drawnPaths } from "./topology/drawn-path.ts";
import { edgesOf, type Edge } from "./topology/edge.ts";
import { writeMermaid } from "./topology/mermaid.ts";
import { groupOfOrigin } from "./topology/origin-kind.ts";

/** A drawing of who can reach what. Plain text and Mermaid source: whoever shows them escapes and fences. */
export interface Topology {
  /** Undefined where there is nothing to draw, or too much. */
  readonly mermaid: string | undefined;
  readonly caption: string;
}

/**
 * Mermaid's own limits are 50,000 characters and 500 edges, which a diagram can't raise; a drawing is of no use long
 * before them.
 */
const mostCharacters = 30_000;
const mostEdges = 150;

/** Who can reach what as a Mermaid flowchart; with too many origins a kind is drawn as one, and then nothing is. */
export function renderTopology(report: Report): Topology {
  const paths = drawnPaths(report);
  const broken = report.command === "rollback" ? undefined : brokenLinkOf(report);
  for (const isGrouped of [false, true]) {
    const edges = edgesOf(paths, broken, isGrouped);
    if (edges.length === 0) return { mermaid: undefined, caption: "There is no path to draw." };
    if (edges.length > mostEdges) continue;
    const mermaid = writeMermaid({ hub: report.hub.name, edges, marked: marksOf(report, broken, isGrouped) });
    if (mermaid.length <= mostCharacters) return { mermaid, caption: captionOf(report, edges, isGrouped) };
  }
  return { mermaid: undefined, caption: `${paths.length} paths are too many to draw; the report has each.` };
}

function captionOf(report: Report, edges: readonly Edge[], isGrouped: boolean): string {
  const said = describeBrokenLink(report);
  return [
    `${describeMoment(report)}.`,
    "A crossed line is shut, red where it must be open.",
    ...(edges.some((e) => e.state === "unknown") ? ["A dotted line is not known."] : []),
    ...(edges.some((e) => e.from === "the public internet" && e.state === "open")
      ? ["A thick line is open to the public internet."]
      : []),
    ...(isGrouped ? ["Origins of a kind are drawn as one."] : []),
    ...(said === undefined ? [] : [`First broken link, framed in red: ${said}`]),
  ].join(" ");
}

/** The services that the findings of the first broken link are on, and where its paths begin. */
function marksOf(report: Report, broken: BrokenLink | undefined, isGrouped: boolean): ReadonlySet<string> {
  const resource = broken?.finding?.resourceId;
  const origins = (broken?.paths ?? []).map(({ from }) => from.replace(/,$/, ""));
  return new Set([
    ...(resource === undefined ? [] : [nameOf(resource)]),
    ...origins.map((from) => (isGrouped ? groupOfOrigin(from) : from)),
    ...(resource === undefined && broken !== undefined && origins.length === 0 ? [report.hub.name] : []),
  ]);
}
