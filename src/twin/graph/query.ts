/** What stands after a dot or in brackets: a field's name, or a place in a list (from its end when negative). */
export type Key = string | number;

export type ComparisonOperator = "==" | "!=" | "=~" | "!~" | "<" | "<=" | ">" | ">=";
export type TextOperator = "has" | "contains" | "startswith" | "endswith";

/** An expression of the query language. `not(…)` is a call; `and` and `or` are flat lists, so that they nest in nothing. */
export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "column"; readonly name: string }
  | { readonly kind: "path"; readonly of: Expression; readonly keys: readonly Key[] }
  | { readonly kind: "call"; readonly name: string; readonly parameters: readonly Expression[] }
  | { readonly kind: "every" | "some"; readonly of: readonly Expression[] }
  | {
      readonly kind: "comparison";
      readonly operator: ComparisonOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "text";
      readonly operator: TextOperator;
      readonly isNegated: boolean;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "membership";
      readonly isNegated: boolean;
      readonly isCaseBlind: boolean;
      readonly left: Expression;
      readonly of: readonly Expression[];
    };

/** `name = expression`; without a name the language makes one. */
export interface NamedExpression {
  readonly name: string | undefined;
  readonly expression: Expression;
}

export interface SortKey {
  readonly expression: Expression;
  readonly isAscending: boolean;
  readonly areNullsFirst: boolean;
}

/** One step of a query. The aggregates of `summarize` are all `count()`; undefined is one without a name of its own. */
export type Operator =
  | { readonly kind: "where"; readonly predicate: Expression }
  | { readonly kind: "project" | "extend" | "distinct"; readonly columns: readonly NamedExpression[] }
  | { readonly kind: "projectAway"; readonly names: readonly string[] }
  | { readonly kind: "sort"; readonly keys: readonly SortKey[] }
  | { readonly kind: "take"; readonly count: number }
  | { readonly kind: "top"; readonly count: number; readonly keys: readonly SortKey[] }
  | { readonly kind: "count" }
  | {
      readonly kind: "summarize";
      readonly counts: readonly (string | undefined)[];
      readonly by: readonly NamedExpression[];
    };

/** A query, read: the table as it was written (undefined for none) and the steps in their order. */
export interface Query {
  readonly table: string | undefined;
  readonly operators: readonly Operator[];
}
