import type { Json } from "../estate.ts";
import type { ComparisonOperator, TextOperator } from "./query.ts";

const OPERATORS: ReadonlyMap<string, ComparisonOperator> = new Map([
  ["==", "=="],
  ["!=", "!="],
  ["<>", "!="],
  ["=~", "=~"],
  ["!~", "!~"],
  ["<", "<"],
  ["<=", "<="],
  [">", ">"],
  [">=", ">="],
]);

/** The operator a sign stands for. */
export function comparisonOf(sign: string): ComparisonOperator {
  return OPERATORS.get(sign) ?? "==";
}

/** A value as text: nothing for null, JSON for an object or list. */
export function textOf(value: Json): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * Compares two values. Two nulls are neither equal nor different (null); one null is different from anything
 * (documented for Kusto). `<` and the like are for numbers; anything else gives null.
 */
export function compare(operator: ComparisonOperator, left: Json, right: Json): boolean | null {
  switch (operator) {
    case "==":
      return left === null && right === null ? null : isSame(left, right);
    case "!=":
      return left === null && right === null ? null : !isSame(left, right);
    case "=~":
      return textOf(left).toLowerCase() === textOf(right).toLowerCase();
    case "!~":
      return textOf(left).toLowerCase() !== textOf(right).toLowerCase();
    default:
      return typeof left === "number" && typeof right === "number" ? isOrdered(operator, left, right) : null;
  }
}

/** Objects and lists are the same when their JSON is. */
export function isSame(left: Json, right: Json): boolean {
  const isPlain = typeof left !== "object" || typeof right !== "object" || left === null || right === null;
  return isPlain ? left === right : JSON.stringify(left) === JSON.stringify(right);
}

function isOrdered(operator: "<" | "<=" | ">" | ">=", left: number, right: number): boolean {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

/** Tests a text for another, case-blind; `has` looks for whole terms: runs of letters and digits. */
export function testText(operator: TextOperator, left: Json, right: Json): boolean {
  const text = textOf(left).toLowerCase();
  const wanted = textOf(right).toLowerCase();
  switch (operator) {
    case "contains":
      return text.includes(wanted);
    case "startswith":
      return text.startsWith(wanted);
    case "endswith":
      return text.endsWith(wanted);
    case "has":
      return hasTerm(text, wanted);
  }
}

function hasTerm(text: string, wanted: string): boolean {
  const escaped = wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![a-z0-9])${escaped}(?![a-z0-9])`).test(text);
}

/** The order of two values that are not null: numbers, then booleans, then text by its characters. */
export function orderOf(left: Json, right: Json): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  const rank = (value: Json): number => (typeof value === "number" ? 0 : typeof value === "boolean" ? 1 : 2);
  if (rank(left) !== rank(right)) return rank(left) - rank(right);
  const [leftText, rightText] = [textOf(left), textOf(right)];
  return leftText === rightText ? 0 : leftText < rightText ? -1 : 1;
}
