import { open, readdir } from "node:fs/promises";

/** A settings file. `absent` where there is no such file. */
export type SettingsFile =
  | { readonly is: "read"; readonly text: string }
  | { readonly is: "absent" }
  | { readonly is: "unread"; readonly why: string };

/** Preferences of a long used profile come to a few MB. */
const mostBytes = 32 * 2 ** 20;

/** Reads a file of a bounded size; whatever stands in the way is told, never thrown. */
export async function readSettings(file: string): Promise<SettingsFile> {
  try {
    const handle = await open(file, "r");
    try {
      const { size } = await handle.stat();
      if (size > mostBytes) return { is: "unread", why: `${file} is larger than ${String(mostBytes / 2 ** 20)} MB` };
      return { is: "read", text: await handle.readFile("utf8") };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return isMissing(error) ? { is: "absent" } : { is: "unread", why: `${file} can't be read: ${reasonOf(error)}` };
  }
}

/** What is in a folder, by name and sorted; empty where there is none, or where it can't be listed. */
export async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    return [];
  }
}

/** A JSON object, with the fault where a file isn't one. */
export interface JsonRead {
  readonly value: unknown;
  readonly notRead: readonly string[];
  readonly isThere: boolean;
}

export async function readJson(file: string): Promise<JsonRead> {
  const read = await readSettings(file);
  if (read.is === "absent") return { value: undefined, notRead: [], isThere: false };
  if (read.is === "unread") return { value: undefined, notRead: [read.why], isThere: true };
  try {
    return { value: JSON.parse(read.text.replace(/^\uFEFF/, "")), notRead: [], isThere: true };
  } catch {
    return { value: undefined, notRead: [`${file} is no JSON`], isThere: true };
  }
}

/** The value at a path of field names; undefined where there is none. Fields of the prototype don't count. */
export function fieldAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined),
    value,
  );
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = fieldAt(value, ...path);
  return typeof found === "string" ? found : "";
}

export function textsAt(value: unknown, ...path: readonly string[]): readonly string[] {
  const found = fieldAt(value, ...path);
  return Array.isArray(found) ? found.filter((item) => typeof item === "string") : [];
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOENT" || code === "ENOTDIR";
}

function reasonOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
