import type { DirectNames } from "./direct-names.ts";

/** What becomes of every other name: an answer of FindProxyForURL, or a PAC that is asked. */
export type Otherwise =
  | { readonly is: "routes"; readonly answer: string }
  | { readonly is: "chain"; readonly text: string; readonly source: string };

export interface PacHead {
  readonly hub: string;
  readonly version: string;
}

/**
 * A PAC that sends exactly these names direct. For the oldest evaluators too: the JavaScript of 1999, in ASCII. The same
 * facts give the same text.
 */
export function writePac({ names, endings }: DirectNames, otherwise: Otherwise, head: PacHead): string {
  const lines = [
    ...headLines(otherwise, head).map((line) => `// ${comment(line)}`.trimEnd()),
    "function FindProxyForURL(url, host) {",
    "  var name = String(host).toLowerCase();",
    '  if (name.charAt(name.length - 1) === ".") { name = name.substring(0, name.length - 1); }',
    `  var names = ${list(names)};`,
    `  var endings = ${list(endings)};`,
    "  var i, at;",
    '  for (i = 0; i < names.length; i += 1) { if (name === names[i]) { return "DIRECT"; } }',
    "  for (i = 0; i < endings.length; i += 1) {",
    "    at = name.length - endings[i].length;",
    '    if (at > 0 && name.substring(at) === endings[i]) { return "DIRECT"; }',
    "  }",
    otherwise.is === "routes" ? `  return ${quote(otherwise.answer)};` : "  return chainedFindProxyForURL(url, host);",
    "}",
    ...(otherwise.is === "chain" ? chainLines(otherwise.text) : []),
  ];
  return `${lines.join("\n")}\n`;
}

function headLines(otherwise: Otherwise, { hub, version }: PacHead): readonly string[] {
  const rest = otherwise.is === "routes" ? otherwise.answer : `as ${otherwise.source} says, which stands below`;
  return [
    `Proxy auto-config for the Azure AI Foundry hub ${hub}`,
    `Written by secure-foundry-hub ${version}, its command pac. Write it again when a private endpoint comes or goes.`,
    "Direct: the names of its private endpoints, its region's API, and compute instances.",
    `Everything else: ${rest}`,
  ];
}

/**
 * The other PAC in a function of its own, where its names are its own. It may declare its FindProxyForURL, assign it, or
 * set it on what it takes for the global object.
 */
function chainLines(text: string): readonly string[] {
  return [
    "var chainedFindProxyForURL = (function () {",
    "var FindProxyForURL;",
    ascii(text.replace(/^\uFEFF/, "")),
    "",
    "return FindProxyForURL || this.FindProxyForURL;",
    "}).call({});",
  ];
}

function list(values: readonly string[]): string {
  return values.length === 0 ? "[]" : `[\n${values.map((value) => `    ${quote(value)}`).join(",\n")}\n  ]`;
}

function quote(text: string): string {
  return ascii(JSON.stringify(text));
}

/** Every other character as its escape, which means the same in names, texts, expressions and comments. */
function ascii(text: string): string {
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** What can't end a comment's line. */
function comment(text: string): string {
  return ascii(text).replace(/[^\x20-\x7e]/g, " ");
}
