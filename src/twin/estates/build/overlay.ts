import type { JsonObject } from "../../estate.ts";

/** The base with the changes laid over it; a change to undefined takes the field away. */
export function overlay(base: JsonObject, changes: JsonObject | undefined): JsonObject {
  const merged = { ...base, ...changes };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}
