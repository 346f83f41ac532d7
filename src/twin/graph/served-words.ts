/** Operators of Kusto that the twin knows by name only. Source: Kusto's list of tabular operators. */
export const OTHER_OPERATORS: ReadonlySet<string> = new Set([
  ...[
    "alias",
    "as",
    "consume",
    "datatable",
    "declare",
    "evaluate",
    "externaldata",
    "facet",
    "find",
    "fork",
    "getschema",
  ],
  ...["invoke", "join", "let", "lookup", "materialize", "mvexpand", "parse", "partition", "pattern", "print", "range"],
  ...["reduce", "render", "restrict", "sample", "scan", "search", "serialize", "set", "union", "filter", "assert"],
]);

/** Tests of Kusto between two values that the twin knows by name only; a test of case ends in `_cs`. */
export const OTHER_TESTS: ReadonlySet<string> = new Set([
  ...["between", "matches", "has_any", "has_all", "hasprefix", "hassuffix", "has_cs", "contains_cs", "startswith_cs"],
  ...["endswith_cs", "hasprefix_cs", "hassuffix_cs", "like", "notlike"],
]);
