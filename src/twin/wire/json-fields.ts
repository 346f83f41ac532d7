import type { Json, JsonObject } from "../estate.ts";

/** True for a JSON object, not for a list or null. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path of field names, or undefined where the path breaks. Field names compare exactly. */
export function valueAt(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let current: Json | undefined = value;
  for (const field of path) {
    if (!isJsonObject(current)) return undefined;
    current = current[field];
  }
  return current;
}

/** The text at a path; undefined where there is none. */
export function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === "string" ? found : undefined;
}

/** The object at a path; an empty one where there is none. */
export function objectAt(value: Json | undefined, ...path: readonly string[]): JsonObject {
  const found = valueAt(value, ...path);
  return isJsonObject(found) ? found : {};
}

/** The list at a path; an empty one where there is none. */
export function listAt(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const found = valueAt(value, ...path);
  return isJsonList(found) ? found : [];
}

/** True for a JSON list. (Array.isArray alone loses the element type of a readonly list.) */
export function isJsonList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Case-blind equality: how Azure compares ids, names and enum values. */
export function sameText(left: string | null | undefined, right: string | null | undefined): boolean {
  return typeof left === "string" && typeof right === "string" && left.toLowerCase() === right.toLowerCase();
}

/** The texts of a list; other elements are left out. */
export function textsOf(values: readonly Json[]): readonly string[] {
  return values.filter((value) => typeof value === "string");
}

/** A copy with the field at the path set; objects on the way are made where they are missing. */
export function withValueAt<T extends JsonObject>(target: T, path: readonly string[], value: Json): T {
  const [field, ...rest] = path;
  if (field === undefined) return target;
  const set = rest.length === 0 ? value : withValueAt(objectAt(target, field), rest, value);
  return { ...target, [field]: set };
}

/** A copy without the named field. */
export function withoutField(target: JsonObject, field: string): JsonObject {
  return Object.fromEntries(Object.entries(target).filter(([name]) => name !== field));
}

/** True for what JSON can hold. */
export function isJson(value: unknown): value is Json {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return true;
  return typeof value === "object" && Object.values(value).every((field) => field === undefined || isJson(field));
}

/** Reads a JSON body; undefined for an empty one. Throws SyntaxError for anything that is no JSON. */
export function parseJson(text: string | undefined): Json | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const parsed: unknown = JSON.parse(text);
  return isJson(parsed) ? parsed : undefined;
}
