import type { Json } from "../estate.ts";
import { isJsonList } from "../wire/json-fields.ts";
import { textOf } from "./comparison.ts";
import type { ColumnType } from "./table.ts";

interface ScalarFunction {
  /** How many parameters it takes: at least, at most. */
  readonly takes: readonly [number, number];
  /** The type of what it gives, by the types of its parameters. */
  typeOf(types: readonly ColumnType[]): ColumnType;
  valueOf(values: readonly Json[]): Json;
}

const ofText = (change: (text: string) => string): ScalarFunction => ({
  takes: [1, 1],
  typeOf: () => "string",
  valueOf: ([value = null]) => change(textOf(value)),
});

const ofTruth = (holds: (value: Json) => boolean | null): ScalarFunction => ({
  takes: [1, 1],
  typeOf: () => "bool",
  valueOf: ([value = null]) => holds(value),
});

const isNothing = (value: Json): boolean => value === null || value === "";

/** One type when they agree, and dynamic when they do not. */
function commonType(types: readonly ColumnType[]): ColumnType {
  const [first = "dynamic"] = types;
  return types.every((type) => type === first) ? first : "dynamic";
}

const choice: ScalarFunction = {
  takes: [3, 3],
  typeOf: ([, ...types]) => commonType(types),
  valueOf: ([condition = null, then = null, otherwise = null]) => (condition === true ? then : otherwise),
};

/** The third parameter of split picks one part, still as a list (documented for Kusto). */
function split([source = null, delimiter = null, index = null]: readonly Json[]): Json {
  const parts = textOf(source).split(textOf(delimiter));
  if (typeof index !== "number") return parts;
  const part = parts[index];
  return part === undefined ? [] : [part];
}

const FUNCTIONS: ReadonlyMap<string, ScalarFunction> = new Map<string, ScalarFunction>([
  ["tostring", ofText((text) => text)],
  ["tolower", ofText((text) => text.toLowerCase())],
  ["toupper", ofText((text) => text.toUpperCase())],
  ["isempty", ofTruth(isNothing)],
  ["isnotempty", ofTruth((value) => !isNothing(value))],
  ["isnull", ofTruth((value) => value === null)],
  ["isnotnull", ofTruth((value) => value !== null)],
  ["not", ofTruth((value) => (typeof value === "boolean" ? !value : null))],
  ["iff", choice],
  ["iif", choice],
  [
    "coalesce",
    { takes: [2, 64], typeOf: commonType, valueOf: (values) => values.find((value) => !isNothing(value)) ?? null },
  ],
  ["strcat", { takes: [1, 64], typeOf: () => "string", valueOf: (values) => values.map(textOf).join("") }],
  ["split", { takes: [2, 3], typeOf: () => "dynamic", valueOf: split }],
  [
    "array_length",
    {
      takes: [1, 1],
      typeOf: () => "long",
      valueOf: ([value]) => (isJsonList(value) ? value.length : null),
    },
  ],
]);

export function isServedFunction(name: string): boolean {
  return FUNCTIONS.has(name);
}

/** The function of a name; undefined for one that is not served. */
export function functionOf(name: string): ScalarFunction | undefined {
  return FUNCTIONS.get(name);
}
