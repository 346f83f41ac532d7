import { distance } from "fastest-levenshtein";
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from "yaml";
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
  if (broken !== undefined) throw badConfig(fileName, [firstLine(broken.message)]);
  const parsed = hubSpecSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap((issue) =>
    pathsOf(issue).map((path) => ({ line: lines.linePos(offsetOf(document, path)).line, issue, path })),
  );
  throw badConfig(
    fileName,
    faults
      .sort((a, b) => a.line - b.line)
      .map(({ line, issue, path }) => `line ${line}: ${describeFault(issue, path, document)}`),
  );
}

type Path = readonly PropertyKey[];

/** A fault for each unknown key; every other issue is one. */
function pathsOf(issue: z.core.$ZodIssue): readonly Path[] {
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

/** Where the key or list item at the path begins, or the nearest thing around it that is there. */
function offsetOf(document: Document, path: Path): number {
  const last = path.at(-1);
  if (last === undefined) return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
  const around: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const pair = isMap(around)
    ? around.items.find(({ key }) => isScalar(key) && String(key.value) === String(last))
    : null;
  const node: unknown = pair?.key ?? (isMap(around) ? undefined : document.getIn(path, true));
  const start = isNode(node) ? node.range?.[0] : undefined;
  return start ?? offsetOf(document, path.slice(0, -1));
}

function describeFault(issue: z.core.$ZodIssue, path: Path, document: Document): string {
  const at = path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const meant = closest(String(path.at(-1)), keysAt(issue.path));
    return `unknown key "${at}"${meant === undefined ? "" : `, did you mean "${meant}"?`}`;
  }
  const isValue = issue.code === "invalid_type" || issue.code === "invalid_value";
  if (isValue && at !== "" && !document.hasIn(path)) return `${at}: is missing`;
  if (issue.code !== "invalid_type" || at === "") return describeIssue(issue);
  return issue.expected === "boolean" ? `${at}: write true or false` : describeIssue(issue);
}

/** What an issue says, after the key it is about. */
export function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`;
}

/** A YAML error ends with a colon and the lines around it. */
function firstLine(message: string): string {
  return (message.split("\n")[0] ?? message).replace(/:\s*$/, "");
}

function badConfig(fileName: string, faults: readonly string[]): RunError {
  return new RunError("SFH912", `${fileName} is not a valid config:\n${faults.map((f) => `  ${f}`).join("\n")}`, {
    fix: "Correct the lines named; docs/config.md lists every key.",
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
