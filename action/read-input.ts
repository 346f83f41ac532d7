import { RunError } from "../src/errors.ts";

/** One of the words allowed; undefined where nothing is said. Throws RunError SFH912 for another word. */
export function readOneOf<T extends string>(
  name: string,
  allowed: readonly T[],
  value: string | undefined,
): T | undefined {
  const found = allowed.find((a) => a === value);
  if (value === undefined || found !== undefined) return found;
  throw badInput(name, `is "${value}"`, `Set it to one of ${allowed.join(", ")}.`);
}

/** true or false in any casing; undefined where nothing is said. Throws RunError SFH912 for anything else. */
export function readFlag(name: string, value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (value.toLowerCase() === "true") return true;
  if (value.toLowerCase() === "false") return false;
  throw badInput(name, `is "${value}"`, "Set it to true or false.");
}

/** A whole number from 1 on; undefined where nothing is said. Throws RunError SFH912 for anything else. */
export function readNumber(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw badInput(name, `is "${value}"`, "Set it to a whole number from 1 on.");
}

/** Whole minutes from 0 to `most`; undefined where nothing is said. Throws RunError SFH912 for anything else. */
export function readMinutes(name: string, value: string | undefined, most: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value) && Number(value) <= most) return Number(value);
  throw badInput(name, `is "${value}"`, `Set it to whole minutes from 0 to ${most}.`);
}

/** Words a line, or between commas. */
export function readList(value: string | undefined): readonly string[] {
  return (value ?? "")
    .split(/[\n,]/)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** Throws RunError SFH912 naming the first of some inputs that is left out while others are given. */
export function requireTogether(inputs: Readonly<Record<string, string | undefined>>, why: string): void {
  const missing = Object.entries(inputs).find(([, value]) => value === undefined);
  if (missing === undefined) return;
  throw badInput(missing[0], "is missing", `Give ${Object.keys(inputs).join(" and ")}, or neither: ${why}.`);
}

export function badInput(name: string, what: string, fix: string): RunError {
  return new RunError("SFH912", `The input ${name} ${what}.`, { fix });
}
