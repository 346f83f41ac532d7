import type { Json } from "../estate.ts";

/** Kusto's types, as far as the twin's tables and functions have them. */
export type ColumnType = "string" | "long" | "real" | "bool" | "dynamic";

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** The values of a row, in the order of the columns. Texts are never null: a missing one is "". */
export type Row = readonly Json[];

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}
