import type { Edge } from "./edge.ts";
import { labelOf } from "./label.ts";
import { kindOfOrigin } from "./origin-kind.ts";

export interface Drawing {
  readonly hub: string;
  readonly edges: readonly Edge[];
  /** Names of services, and origins, that the first broken link is about. */
  readonly marked: ReadonlySet<string>;
}

/** A Mermaid flowchart. Ids are numbers of ours, and every name is a label. */
export function writeMermaid({ hub, edges, marked }: Drawing): string {
  const origins = [...new Set(edges.map((e) => e.from))];
  const services = [...new Set(edges.map((e) => e.service))];
  const idOfOrigin = new Map(origins.map((name, i) => [name, `o${i}`]));
  const idOfService = new Map(services.map((name, i) => [name, `s${i}`]));
  const lines = edges.map((e) => {
    const [from = "", to = ""] = [idOfOrigin.get(e.from), idOfService.get(e.service)];
    return `  ${from} ${arrowOf(e)}|${labelOf(describeEdge(e))}| ${to}`;
  });
  const nodes = [...idOfOrigin, ...idOfService].filter(([name]) => marked.has(name)).map(([, id]) => id);
  return [
    "flowchart LR",
    ...[...idOfOrigin].map(([name, id]) => `  ${id}(${labelOf(name)})`),
    `  subgraph hub[${labelOf(`${hub} and its services`)}]`,
    ...[...idOfService].map(([name, id]) => `    ${id}[${labelOf(name)}]`),
    "  end",
    ...lines,
    ...styles(edges),
    ...(nodes.length === 0
      ? []
      : ["  classDef broken stroke:#d1242f,stroke-width:4px", `  class ${nodes.join(",")} broken`]),
  ].join("\n");
}

/** Thick where the public internet gets in, crossed where a way is shut, dotted where that isn't known. */
function arrowOf({ from, state }: Edge): string {
  switch (state) {
    case "open":
      return kindOfOrigin(from) === "internet" ? "==>" : "-->";
    case "blocked":
      return "--x";
    case "unknown":
      return "-.->";
  }
}

function describeEdge({ subresources, state, aside }: Edge): string {
  const word = { open: "open", blocked: "shut", unknown: "not known" }[state];
  return `${subresources.join(", ")} ${word}${aside === "" ? "" : `, ${aside}`}`;
}

function styles(edges: readonly Edge[]): readonly string[] {
  const style = (of: (edge: Edge) => boolean, css: string): readonly string[] => {
    const numbers = edges.flatMap((edge, i) => (of(edge) ? [i] : []));
    return numbers.length === 0 ? [] : [`  linkStyle ${numbers.join(",")} ${css}`];
  };
  const isBroken = (edge: Edge): boolean => edge.isMarked || (edge.isRequired && edge.state === "blocked");
  return [
    ...style(isBroken, "stroke:#d1242f,stroke-width:3px"),
    ...style((e) => !isBroken(e) && e.state === "blocked", "stroke:#8c959f"),
  ];
}
