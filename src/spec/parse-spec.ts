import { distance } from "fastest-levenshtein";
import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { RunError } from "../errors.ts";
import { hubSpecSchema, type HubSpec } from "./hub-spec.ts";

/**
 * The spec in a YAML (or JSON) config file.
 * Throws RunError SFH912 naming every fault with its line; an unknown key is a fault, with the key it probably means.
 */
export function parseSpec(text: string, fileName: string): HubSpec {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken !== undefined) throw badConfig(fileName, [broken.message.split("\n")[0] ?? broken.message]);
  const lineOf = (path: readonly PropertyKey[]): string => {
    const node: unknown = path.length === 0 ? undefined : document.getIn(path, true);
    const start =
      typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)
        ? Number(node.range[0])
        : 0;
    return `line ${String(lines.linePos(start).line)}`;
  };
  const parsed = hubSpecSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  throw badConfig(
    fileName,
    parsed.error.issues.flatMap((issue) => describeIssue(issue).map((what) => `${lineOf(issue.path)}: ${what}`)),
  );
}

function badConfig(fileName: string, faults: readonly string[]): RunError {
  return new RunError("SFH912", `${fileName} is not a valid config:\n${faults.map((f) => `  ${f}`).join("\n")}`, {
    fix: "Correct the lines named; docs/config.md lists every key.",
  });
}

function describeIssue(issue: z.core.$ZodIssue): readonly string[] {
  const at = issue.path.map(String).join(".");
  if (issue.code !== "unrecognized_keys") return [at === "" ? issue.message : `${at}: ${issue.message}`];
  return issue.keys.map((key) => {
    const meant = closest(key, keysAt(issue.path));
    return `unknown key "${[...issue.path.map(String), key].join(".")}"${meant === undefined ? "" : `, did you mean "${meant}"?`}`;
  });
}

/** The keys the schema knows at a path; array positions are stepped over. */
function keysAt(path: readonly PropertyKey[]): readonly string[] {
  let here: unknown = hubSpecSchema;
  for (const step of path) here = typeof step === "number" ? unwrap(here, "element") : unwrapShape(here)[String(step)];
  return Object.keys(unwrapShape(here));
}

function unwrapShape(schema: unknown): Readonly<Record<string, unknown>> {
  const shape = unwrap(schema, "shape");
  return typeof shape === "object" && shape !== null ? { ...shape } : {};
}

/** Follows default and prefault wrappers down to the schema that has the property. */
function unwrap(schema: unknown, property: "shape" | "element"): unknown {
  if (typeof schema !== "object" || schema === null) return undefined;
  if (property in schema) return Reflect.get(schema, property);
  const def: unknown = Reflect.get(schema, "def");
  return typeof def === "object" && def !== null ? unwrap(Reflect.get(def, "innerType"), property) : undefined;
}

/** The nearest of the known words, when near enough to be meant. */
export function closest(word: string, knownWords: readonly string[]): string | undefined {
  const near = knownWords
    .map((known) => ({ known, away: distance(word.toLowerCase(), known.toLowerCase()) }))
    .sort((a, b) => a.away - b.away)[0];
  return near !== undefined && near.away <= Math.max(2, Math.floor(near.known.length / 3)) ? near.known : undefined;
}
