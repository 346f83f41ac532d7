import type { Json } from "../estate.ts";
import { isJsonList, isJsonObject } from "../wire/json-fields.ts";
import { compare, isSame, testText, textOf } from "./comparison.ts";
import { functionOf } from "./functions.ts";
import { invalidQuery, notServed } from "./query-error.ts";
import type { Expression, Key } from "./query.ts";
import type { Column, ColumnType, Row } from "./table.ts";

/** An expression on the columns of a table: what type it is of, and its value in a row. */
export interface Bound {
  readonly type: ColumnType;
  valueOf(row: Row): Json;
}

type Of<K extends Expression["kind"]> = Extract<Expression, { readonly kind: K }>;

/** Binds an expression. Throws QueryError for a column that is not there, or a function with other parameters. */
export function bind(expression: Expression, columns: readonly Column[]): Bound {
  switch (expression.kind) {
    case "literal":
      return { type: typeOfLiteral(expression.value), valueOf: () => expression.value };
    case "column":
      return bindColumn(expression, columns);
    case "path":
      return bindPath(expression, columns);
    case "call":
      return bindCall(expression, columns);
    case "every":
    case "some":
      return bindJunction(expression, columns);
    case "comparison": {
      const [left, right] = [bind(expression.left, columns), bind(expression.right, columns)];
      return truth((row) => compare(expression.operator, left.valueOf(row), right.valueOf(row)));
    }
    case "text": {
      const [left, right] = [bind(expression.left, columns), bind(expression.right, columns)];
      const { operator, isNegated } = expression;
      return truth((row) => testText(operator, left.valueOf(row), right.valueOf(row)) !== isNegated);
    }
    case "membership":
      return bindMembership(expression, columns);
  }
}

/** Binds what has to be true or false. */
export function bindPredicate(expression: Expression, columns: readonly Column[]): (row: Row) => boolean {
  const bound = bind(expression, columns);
  if (bound.type !== "bool" && bound.type !== "dynamic") throw invalidQuery("A predicate must be true or false.");
  return (row) => bound.valueOf(row) === true;
}

/** Binds what rows are put in order or together by: Kusto takes no dynamic value for that. */
export function bindKey(expression: Expression, columns: readonly Column[]): Bound {
  const bound = bind(expression, columns);
  if (bound.type === "dynamic") {
    throw invalidQuery("A key is of a 'dynamic' type. Please use an explicit cast, for instance tostring().");
  }
  return bound;
}

function truth(holds: (row: Row) => boolean | null): Bound {
  return { type: "bool", valueOf: holds };
}

function typeOfLiteral(value: string | number | boolean | null): ColumnType {
  if (typeof value === "string") return "string";
  if (typeof value === "number") return Number.isInteger(value) ? "long" : "real";
  return typeof value === "boolean" ? "bool" : "dynamic";
}

/** Column names compare exactly, as all names do in Kusto (that Resource Graph is as strict is not confirmed). */
function bindColumn({ name }: Of<"column">, columns: readonly Column[]): Bound {
  const at = columns.findIndex((column) => column.name === name);
  const column = columns[at];
  if (column === undefined) throw invalidQuery(`There is no column '${name}'.`);
  return { type: column.type, valueOf: (row) => row[at] ?? null };
}

/** A path that leads nowhere gives null, never an error. Field names compare exactly. */
function bindPath({ of, keys }: Of<"path">, columns: readonly Column[]): Bound {
  const root = bind(of, columns);
  if (root.type !== "dynamic") throw invalidQuery(`A value of the type ${root.type} has no '${String(keys[0])}'.`);
  return { type: "dynamic", valueOf: (row) => keys.reduce(memberOf, root.valueOf(row)) };
}

function memberOf(value: Json, key: Key): Json {
  if (typeof key === "number") return isJsonList(value) ? (value.at(key) ?? null) : null;
  return isJsonObject(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}

function bindCall({ name, parameters }: Of<"call">, columns: readonly Column[]): Bound {
  const called = functionOf(name);
  if (called === undefined) throw notServed(`the function ${name}()`);
  const [least, most] = called.takes;
  if (parameters.length < least || parameters.length > most) {
    throw invalidQuery(`${name}() does not take ${parameters.length} parameter(s).`);
  }
  const bound = parameters.map((parameter) => bind(parameter, columns));
  return {
    type: called.typeOf(bound.map(({ type }) => type)),
    valueOf: (row) => called.valueOf(bound.map((parameter) => parameter.valueOf(row))),
  };
}

/** What is neither true nor false only decides when nothing else does. */
function bindJunction({ kind, of }: Of<"every" | "some">, columns: readonly Column[]): Bound {
  const bound = of.map((part) => bind(part, columns));
  const decisive = kind === "some";
  return truth((row) => {
    const values = bound.map((part) => part.valueOf(row));
    if (values.includes(decisive)) return decisive;
    return values.every((value) => value === !decisive) ? !decisive : null;
  });
}

function bindMembership(expression: Of<"membership">, columns: readonly Column[]): Bound {
  const { isNegated, isCaseBlind } = expression;
  const left = bind(expression.left, columns);
  const list = expression.of.map((member) => bind(member, columns));
  const isEqual = (value: Json, other: Json): boolean =>
    isCaseBlind ? textOf(value).toLowerCase() === textOf(other).toLowerCase() : isSame(value, other);
  return truth((row) => {
    const value = left.valueOf(row);
    const members = list
      .map((member) => member.valueOf(row))
      .flatMap((member) => (isJsonList(member) ? member : [member]));
    return members.some((member) => isEqual(value, member)) !== isNegated;
  });
}
