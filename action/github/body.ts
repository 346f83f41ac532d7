import { clip } from "../../src/report/markdown/escape.ts";
import { writeMarker, type Marker } from "./marker.ts";
import { describeRun, type RunPlace } from "./run-place.ts";

/** GitHub takes no body of more characters. The short form of a report leaves room for what stands around it. */
const mostCharacters = 65_536;

/** The body of a comment or an issue: the marker, the text, and the run it comes from, never longer than GitHub takes. */
export function writeBody(marker: Marker, state: string | undefined, markdown: string, place: RunPlace): string {
  const head = `${writeMarker(marker, state)}\n`;
  const foot = `\n${describeRun(place)}\n`;
  return `${head}${clip(markdown, mostCharacters - head.length - foot.length)}${foot}`;
}
