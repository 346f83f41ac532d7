/**
 * The part of Mermaid's flowchart language that a drawing of ours may use, line by line and much stricter than Mermaid: a
 * label holds letters, digits, a few harmless characters and entity codes, so nothing in it can end it or mean anything.
 */
const label = /"(?:[A-Za-z0-9 ,]|(?<=[A-Za-z0-9])-(?=[A-Za-z0-9])|#\d+;)+"/.source;

const lines: readonly RegExp[] = [
  /^flowchart LR$/,
  new RegExp(`^ {2}o\\d+\\(${label}\\)$`),
  new RegExp(`^ {2}subgraph hub\\[${label}\\]$`),
  new RegExp(`^ {4}s\\d+\\[${label}\\]$`),
  /^ {2}end$/,
  new RegExp(`^ {2}o\\d+ (?:-->|==>|--x|-\\.->)\\|${label}\\| s\\d+$`),
  /^ {2}linkStyle \d+(?:,\d+)* stroke:#[0-9a-f]{6}(?:,stroke-width:3px)?$/,
  /^ {2}classDef broken stroke:#d1242f,stroke-width:4px$/,
  /^ {2}class [os]\d+(?:,[os]\d+)* broken$/,
];

/** Lines that are none of ours, and what is used without being there; empty for a drawing that holds. */
export function mermaidFaults(text: string): readonly string[] {
  const all = text.split("\n");
  const nodes = new Set(all.flatMap((line) => /^ +([os]\d+)[([]/.exec(line)?.[1] ?? []));
  const edges = all.filter((line) => line.includes("| s"));
  const used = edges.flatMap((line) => /^ +(o\d+) .*\| (s\d+)$/.exec(line)?.slice(1) ?? []);
  const styled = all.flatMap((line) => /^ {2}linkStyle ([\d,]+)/.exec(line)?.[1]?.split(",").map(Number) ?? []);
  return [
    ...all.filter((line) => !lines.some((known) => known.test(line))),
    ...used.filter((id) => !nodes.has(id)).map((id) => `no node ${id}`),
    ...styled.filter((number) => number >= edges.length).map((number) => `no edge ${number}`),
    ...(all[0] === "flowchart LR" ? [] : ["it doesn't begin as a flowchart"]),
  ];
}

/** A label as a reader sees it. */
export function readLabel(text: string): string {
  return text.replace(/#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)));
}
