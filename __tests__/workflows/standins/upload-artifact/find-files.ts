import { globSync, readdirSync, statSync } from "node:fs";
import path from "node:path";

/** Files of an artifact, and the folder that their paths in it start from. */
export interface Found {
  readonly root: string;
  readonly files: readonly string[];
}

/** Finds what lines of paths and patterns mean, as actions/upload-artifact does; `!` leaves out. */
export function findFiles(lines: readonly string[], hasHidden: boolean): Found {
  const patterns = lines.map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#"));
  const wanted = patterns.filter((line) => !line.startsWith("!")).map((line) => path.resolve(line));
  const unwanted = patterns.filter((line) => line.startsWith("!")).map((line) => path.resolve(line.slice(1)));
  const isUnwanted = (file: string): boolean =>
    unwanted.some((pattern) => path.matchesGlob(file, pattern) || file.startsWith(`${pattern}${path.sep}`));
  const bases = wanted.map(baseOf);
  const isHidden = (file: string): boolean =>
    bases.every((base) =>
      path
        .relative(path.dirname(base), file)
        .split(path.sep)
        .some((part) => /^\.[^.]/.test(part)),
    );
  const files = [...new Set(wanted.flatMap(expand))]
    .filter((file) => !isUnwanted(file) && (hasHidden || !isHidden(file)))
    .sort();
  return { root: rootOf(bases, files), files };
}

/** The files that one path or pattern means; all of a folder's, however deep. */
function expand(pattern: string): readonly string[] {
  return globSync(pattern).flatMap((found) =>
    statSync(found).isDirectory() ? readdirSync(found).flatMap((name) => expand(path.join(found, name))) : [found],
  );
}

/** The part of a pattern before its first wildcard. */
function baseOf(pattern: string): string {
  const parts = pattern.split(path.sep);
  const wild = parts.findIndex((part) => /[*?[\]{}]/.test(part));
  return wild < 0 ? pattern : parts.slice(0, wild).join(path.sep);
}

/** A single file stands at the top; otherwise paths start where those that were asked for part. */
function rootOf(bases: readonly string[], files: readonly string[]): string {
  const [base = "", ...more] = bases;
  if (more.length === 0) return files.length === 1 && files[0] === base ? path.dirname(base) : base;
  const parts = base.split(path.sep);
  const differs = parts.findIndex((part, i) => more.some((other) => other.split(path.sep)[i] !== part));
  return (differs < 0 ? parts : parts.slice(0, differs)).join(path.sep) || path.sep;
}
