import type { BrokenLink } from "../broken-link.ts";
import type { DrawnPath } from "./drawn-path.ts";
import { groupOfOrigin, kindOfOrigin } from "./origin-kind.ts";

/** One line of the drawing: an origin, a service, and how the way between them stands. */
export interface Edge {
  readonly from: string;
  readonly service: string;
  readonly subresources: readonly string[];
  readonly state: DrawnPath["state"];
  readonly aside: string;
  readonly isRequired: boolean;
  /** The first broken link runs through it. */
  readonly isMarked: boolean;
}

/** The lines to draw; origins of a kind as one where `isGrouped`. What is shut, and was, is left out but for the internet. */
export function edgesOf(
  paths: readonly DrawnPath[],
  broken: BrokenLink | undefined,
  isGrouped: boolean,
): readonly Edge[] {
  const edges = new Map<string, Edge>();
  for (const path of paths.filter(isDrawn)) {
    const from = isGrouped ? groupOfOrigin(path.from) : path.from;
    const isMarked = path.state !== "open" && isIn(broken, path);
    const key = [from, path.service, path.state, path.aside, path.isRequired, isMarked].join("\u0000");
    const subresources = [...new Set([...(edges.get(key)?.subresources ?? []), path.subresource])];
    const { service, state, aside, isRequired } = path;
    edges.set(key, { from, service, subresources, state, aside, isRequired, isMarked });
  }
  return [...edges.values()];
}

function isDrawn({ from, state, aside, isRequired }: DrawnPath): boolean {
  return state !== "blocked" || aside !== "" || isRequired || kindOfOrigin(from) === "internet";
}

function isIn(broken: BrokenLink | undefined, { from, service, subresource }: DrawnPath): boolean {
  const to = `${service} ${subresource}`;
  return broken?.paths.some((path) => path.from.replace(/,$/, "") === from && path.to === to) === true;
}
