import { distance } from "fastest-levenshtein";
import type { Document } from "yaml";
import type { z } from "zod";
import { RunError } from "../errors.ts";
import { openConfig, type ConfigPath, type ConfigPlaces } from "./config-places.ts";
import { hubSpecSchema, type HubSpec } from "./hub-spec.ts";

/** What a config file says, and where. */
export interface Config {
  readonly spec: HubSpec;
  readonly places: ConfigPlaces;
}

/**
 * The spec in a YAML (or JSON) config file and the places in it. Messages name the file as it was given, places as it is
 * called in its repository. Throws RunError SFH912 naming every fault with its line and placed at the first; an unknown
 * key is a fault, with the key it probably means.
 */
export function parseConfig(text: string, name: { readonly given: string; readonly inRepository: string }): Config {
  const { document, places } = openConfig(text, name.inRepository);
  const broken = document.errors[0];
  if (broken !== undefined) {
    const line = broken.linePos?.[0].line ?? 1;
    throw badConfig(name.given, places, [{ line, told: firstLine(broken.message) }]);
  }
  const parsed = hubSpecSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return { spec: parsed.data, places };
  const faults = parsed.error.issues.flatMap((issue) =>
    pathsOf(issue).map((path) => {
      const line = places.lineOf(path);
      return { line, told: `line ${line}: ${describeFault(issue, path, document)}` };
    }),
  );
  throw badConfig(
    name.given,
    places,
    faults.sort((a, b) => a.line - b.line),
  );
}

/** A fault for each unknown key; every other issue is one. */
function pathsOf(issue: z.core.$ZodIssue): readonly ConfigPath[] {
  return issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
}

function describeFault(issue: z.core.$ZodIssue, path: ConfigPath, document: Document): string {
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

interface Fault {
  readonly line: number;
  readonly told: string;
}

function badConfig(fileName: string, { file }: ConfigPlaces, faults: readonly Fault[]): RunError {
  const told = faults.map((fault) => `  ${fault.told}`).join("\n");
  return new RunError("SFH912", `${fileName} is not a valid config:\n${told}`, {
    fix: "Correct the lines named; docs/config.md lists every key.",
    at: { file, line: faults[0]?.line ?? 1 },
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
