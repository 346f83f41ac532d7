/** Reading raw ARM documents: nothing here trusts a field to be there, of its type, or in its casing. */
export type Document = Readonly<Record<string, unknown>>;

export function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path of field names, in any casing where the exact one is missing; undefined where there is none. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => fieldOf(inner, name), value);
}

function fieldOf(value: unknown, name: string): unknown {
  if (!isDocument(value)) return undefined;
  if (Object.hasOwn(value, name)) return value[name];
  const wanted = name.toLowerCase();
  const key = Object.keys(value).find((k) => k.toLowerCase() === wanted);
  return key === undefined ? undefined : value[key];
}

/** The text there, or "" for anything else (null, a number, nothing). */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = valueAt(value, ...path);
  return typeof found === "string" ? found : "";
}

/** The text there in lower case: for enum values, which Azure spells in more than one casing. */
export function wordAt(value: unknown, ...path: readonly string[]): string {
  return textAt(value, ...path).toLowerCase();
}

/** An id there, or undefined where it is absent, null or "" (which Machine Learning sends for "none"). */
export function idAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = textAt(value, ...path);
  return found === "" ? undefined : found;
}

export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function documentsAt(value: unknown, ...path: readonly string[]): readonly Document[] {
  return listAt(value, ...path).filter(isDocument);
}

export function textsAt(value: unknown, ...path: readonly string[]): readonly string[] {
  return listAt(value, ...path).filter((item) => typeof item === "string");
}

export function documentAt(value: unknown, ...path: readonly string[]): Document | undefined {
  const found = valueAt(value, ...path);
  return isDocument(found) ? found : undefined;
}
