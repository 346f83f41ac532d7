/**
 * Why a query is not answered.
 * - syntax: it can't be read; `line` counts from 1, `character` from 0, `token` is what stood there
 * - invalid: it can be read, but names or types in it don't fit the table
 * - unknownTable: there is no such table
 * - notServed: the real service might well answer it; the twin does not
 */
export type QueryFault =
  | { readonly kind: "syntax"; readonly line: number; readonly character: number; readonly token: string }
  | { readonly kind: "invalid"; readonly reason: string }
  | { readonly kind: "unknownTable"; readonly table: string }
  | { readonly kind: "notServed"; readonly what: string };

/** The only error that reading and running a query throws. */
export class QueryError extends Error {
  readonly fault: QueryFault;

  constructor(fault: QueryFault) {
    super(textOf(fault));
    this.name = "QueryError";
    this.fault = fault;
  }
}

/** What the service may know and the twin does not: named, never guessed. */
export function notServed(what: string): QueryError {
  return new QueryError({ kind: "notServed", what });
}

export function invalidQuery(reason: string): QueryError {
  return new QueryError({ kind: "invalid", reason });
}

function textOf(fault: QueryFault): string {
  switch (fault.kind) {
    case "syntax":
      return `The query can't be read at line ${fault.line}, character ${fault.character}: '${fault.token}'.`;
    case "invalid":
      return fault.reason;
    case "unknownTable":
      return `Table ${fault.table} is invalid, unsupported or disallowed.`;
    case "notServed":
      return `The twin does not serve ${fault.what} of the query language.`;
  }
}
