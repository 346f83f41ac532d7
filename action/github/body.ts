import { fit } from "../../src/report/markdown.ts";
import { writeMarker, type Marker } from "./marker.ts";
import type { RunPlace } from "./run-place.ts";

/** GitHub takes no body of more characters, and a character is never more than a byte is. */
const mostCharacters = 65_536;

/** The body of a comment or an issue: the marker, the text, and the run it comes from, never longer than GitHub takes. */
export function writeBody(marker: Marker, state: string | undefined, markdown: string, place: RunPlace): string {
  const head = `${writeMarker(marker, state)}\n`;
  const foot = `\n${describeRun(place)}\n`;
  const fold = "\n</details>\n";
  const room = mostCharacters - Buffer.byteLength(head + foot + fold);
  const text = fit(withoutReferences(markdown), room);
  // What was cut in a fold would hide the rest in it.
  const isFolded = text.split("<details>").length > text.split("</details>").length;
  return `${head}${text}${isFolded ? fold : ""}${foot}`;
}

/** Where a text comes from, as one line of Markdown. */
export function describeRun({ runUrl, sha }: RunPlace): string {
  return `[Run](${runUrl})${sha === "" ? "" : ` at ${sha.slice(0, 7)}`}.`;
}

/**
 * In a comment GitHub takes a name after @ for a mention, and a number after # or GH- for a reference, however they are
 * escaped: an empty character between keeps people from being called by a text from Azure. Code spans are let alone.
 */
export function withoutReferences(markdown: string): string {
  return markdown.replace(/\\[\s\S]|`[^`\n]*`|&#64;|\bGH-(?=\d)/gi, (found) =>
    found === "\\#" || /^(&|GH)/i.test(found) ? `${found}&#8203;` : found,
  );
}
