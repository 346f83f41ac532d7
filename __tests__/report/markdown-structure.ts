/** What GitHub would make of our Markdown, by a parser that isn't ours. */
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";

type Tree = ReturnType<typeof fromMarkdown>;
type Node = Tree | Tree["children"][number];

function nodesOf(markdown: string): readonly Node[] {
  return nodesIn(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
}

function nodesIn(node: Node): readonly Node[] {
  return "children" in node ? [node, ...node.children.flatMap((child) => nodesIn(child))] : [node];
}

/** The text a reader sees. */
function textOf(node: Node): string {
  if ("children" in node) return node.children.map((child) => textOf(child)).join("");
  if (node.type === "html") return node.value === "<br>" ? "\n" : "";
  return node.type === "text" || node.type === "inlineCode" ? node.value.replace(/\u200B/g, "") : "";
}

/** The cells of every table, row by row, as a reader sees them. */
export function rowsOf(markdown: string): readonly (readonly string[])[] {
  return nodesOf(markdown).flatMap((node) => (node.type === "tableRow" ? [node.children.map(textOf)] : []));
}

/** The headings, as a reader sees them. */
export function headingsOf(markdown: string): readonly string[] {
  return nodesOf(markdown).flatMap((node) => (node.type === "heading" ? [textOf(node)] : []));
}

/** The paragraphs, as a reader sees them. */
export function paragraphsOf(markdown: string): readonly string[] {
  return nodesOf(markdown).flatMap((node) => (node.type === "paragraph" ? [textOf(node)] : []));
}

/** What GitHub turns into something else in the text that Markdown has become; code it leaves alone. */
const references: readonly (readonly [what: string, words: RegExp])[] = [
  ["a mention", /@[A-Za-z0-9]/],
  ["an issue", /(?:#|\bGH-)\d/i],
  ["an emoji", /:(?!\d{1,2}:)[\w+-]+:/],
  ["a web address", /https?:\/\/|\bwww\./i],
];

const summary = /^<details><summary>([^<>\n]*)<\/summary>$/;

/** What must not be there, in words: empty for Markdown that holds together and says only what it says. */
export function faultsOf(markdown: string, allowedLinks: readonly string[] = []): readonly string[] {
  const nodes = nodesOf(markdown);
  const html = nodes.flatMap((node) => (node.type === "html" ? [node.value] : []));
  const texts = nodes.flatMap((node) => (node.type === "text" ? [node.value] : []));
  const titles = html.map((value) => decode(summary.exec(value)?.[1] ?? ""));
  return [
    ...html
      .filter((value) => value !== "<br>" && value !== "</details>" && !summary.test(value))
      .map((v) => `HTML: ${v}`),
    ...(areFoldsEnded(html) ? [] : ["a fold that doesn't end, or ends twice"]),
    ...nodes.flatMap((node) => faultsOfNode(node, allowedLinks)),
    ...[...texts, ...titles].flatMap((text) =>
      references.filter(([, words]) => words.test(text)).map(([what]) => `${what} in: ${text}`),
    ),
  ];
}

function decode(html: string): string {
  return html.replace(/&#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)));
}

const plain = ["root", "heading", "paragraph", "text", "strong", "emphasis", "list", "listItem", "inlineCode", "html"];

function faultsOfNode(node: Node, allowedLinks: readonly string[]): readonly string[] {
  switch (node.type) {
    case "table":
      return new Set(node.children.map((row) => row.children.length)).size === 1 ? [] : ["a table that doesn't hold"];
    case "tableRow":
    case "tableCell":
      return [];
    case "code":
      return node.lang === "yaml" || node.lang === "mermaid" ? [] : [`code: ${node.value}`];
    case "link":
      return allowedLinks.includes(node.url) ? [] : [`a link to ${node.url}`];
    default:
      return plain.includes(node.type) ? [] : [`a ${node.type}`];
  }
}

function areFoldsEnded(html: readonly string[]): boolean {
  let depth = 0;
  for (const value of html) {
    if (summary.test(value)) depth += 1;
    if (value === "</details>") depth -= 1;
    if (depth < 0 || depth > 1) return false;
  }
  return depth === 0;
}
