import type { PhysicalLocation } from "sarif";
import type { FilePlace } from "../../errors.ts";

/** A whole line; GitHub wants all four numbers, and takes an empty region for the line it is on. */
export function placeOf({ file, line }: FilePlace): PhysicalLocation {
  return {
    artifactLocation: { uri: uriOf(file) },
    region: { startLine: line, startColumn: 1, endLine: line, endColumn: 1 },
  };
}

/** A relative URI for a path in the repository, a file URI for a path that begins at a root or a drive. */
function uriOf(file: string): string {
  const path = file.replace(/\p{Cs}/gu, "\uFFFD");
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  if (path.startsWith("/")) return `file://${encoded}`;
  return /^[a-z]:\//i.test(path) ? `file:///${encoded.replace("%3A", ":")}` : encoded;
}
