import type { Json } from "../estate.ts";
import { bind, bindKey, bindPredicate } from "./bind.ts";
import type { Bound } from "./bind.ts";
import { nameColumns } from "./column-names.ts";
import { orderOf } from "./comparison.ts";
import { invalidQuery } from "./query-error.ts";
import type { NamedExpression, Operator, Query, SortKey } from "./query.ts";
import type { Column, Row, Table } from "./table.ts";

/** Runs the steps of a query on a table. Throws QueryError for a step that does not fit the columns it is given. */
export function runQuery(query: Query, table: Table): Table {
  return query.operators.reduce(runOperator, table);
}

/** Whether the query itself limits its rows: such a result comes in one page (documented). */
export function isLimited(query: Query): boolean {
  return query.operators.some(({ kind }) => kind === "take");
}

function runOperator(table: Table, operator: Operator): Table {
  const { columns, rows } = table;
  switch (operator.kind) {
    case "where": {
      const holds = bindPredicate(operator.predicate, columns);
      return { columns, rows: rows.filter((row) => holds(row)) };
    }
    case "project":
      return projected(table, operator.columns);
    case "extend":
      return extended(table, operator.columns);
    case "projectAway":
      return without(table, operator.names);
    case "sort":
      return { columns, rows: sorted(table, operator.keys) };
    case "take":
      return { columns, rows: rows.slice(0, operator.count) };
    case "top":
      return { columns, rows: sorted(table, operator.keys).slice(0, operator.count) };
    case "count":
      return { columns: [{ name: "Count", type: "long" }], rows: [[rows.length]] };
    case "distinct":
      return summarized(table, [], operator.columns);
    case "summarize":
      return summarized(table, operator.counts, operator.by);
  }
}

function projected({ columns, rows }: Table, named: readonly NamedExpression[]): Table {
  const bound = named.map(({ expression }) => bind(expression, columns));
  return { columns: columnsOf(named, bound), rows: rows.map((row) => bound.map((value) => value.valueOf(row))) };
}

function columnsOf(named: readonly NamedExpression[], bound: readonly Bound[]): readonly Column[] {
  const names = nameColumns(named);
  return bound.map(({ type }, index) => ({ name: names[index] ?? "", type }));
}

/** New columns go to the end; one with the name of an old one takes its place. */
function extended({ columns, rows }: Table, named: readonly NamedExpression[]): Table {
  const bound = named.map(({ expression }) => bind(expression, columns));
  const added = columnsOf(named, bound).map((column, index) => ({ column, value: bound[index] }));
  const replaced = columns.map((column) => added.findLast((other) => other.column.name === column.name));
  const behind = added.filter(({ column }) => !columns.some(({ name }) => name === column.name));
  return {
    columns: [...columns.map((column, at) => replaced[at]?.column ?? column), ...behind.map(({ column }) => column)],
    rows: rows.map((row) => [
      ...row.map((value, at) => replaced[at]?.value?.valueOf(row) ?? (replaced[at] === undefined ? value : null)),
      ...behind.map(({ value }) => value?.valueOf(row) ?? null),
    ]),
  };
}

function without({ columns, rows }: Table, names: readonly string[]): Table {
  const unknown = names.find((name) => !columns.some((column) => column.name === name));
  if (unknown !== undefined) throw invalidQuery(`There is no column '${unknown}'.`);
  const isKept = columns.map(({ name }) => !names.includes(name));
  return {
    columns: columns.filter((_, at) => isKept[at]),
    rows: rows.map((row) => row.filter((_, at) => isKept[at])),
  };
}

function sorted({ columns, rows }: Table, keys: readonly SortKey[]): readonly Row[] {
  const bound = keys.map((key) => ({ key, value: bindKey(key.expression, columns) }));
  return rows.toSorted((left, right) => {
    for (const { key, value } of bound) {
      const order = orderBy(key, value.valueOf(left), value.valueOf(right));
      if (order !== 0) return order;
    }
    return 0;
  });
}

function orderBy({ isAscending, areNullsFirst }: SortKey, left: Json, right: Json): number {
  if (left === null || right === null) {
    if (left === right) return 0;
    return (left === null) === areNullsFirst ? -1 : 1;
  }
  return isAscending ? orderOf(left, right) : orderOf(right, left);
}

/** One row a group, in the order in which the groups were met; without a key one row, even of no rows. */
function summarized(
  { columns, rows }: Table,
  counts: readonly (string | undefined)[],
  by: readonly NamedExpression[],
): Table {
  const keys = by.map(({ expression }) => bindKey(expression, columns));
  const groups = new Map<string, { readonly values: Row; count: number }>();
  if (by.length === 0) groups.set("[]", { values: [], count: 0 });
  for (const row of rows) {
    const values = keys.map((key) => key.valueOf(row));
    const group = groups.get(JSON.stringify(values)) ?? { values, count: 0 };
    group.count += 1;
    groups.set(JSON.stringify(values), group);
  }
  const countColumns = counts.map((name, at): Column => ({
    name: name ?? (at === 0 ? "count_" : `count_${at}`),
    type: "long",
  }));
  return {
    columns: [...columnsOf(by, keys), ...countColumns],
    rows: [...groups.values()].map(({ values, count }) => [...values, ...counts.map(() => count)]),
  };
}
