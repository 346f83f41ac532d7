import type { Expression, NamedExpression } from "./query.ts";

/**
 * The name of each column of a list: its own, that of the column or path it is (`properties.a.b` is properties_a_b,
 * as the API's examples show), or `Column1` and on. A name that is taken gets a number.
 */
export function nameColumns(named: readonly NamedExpression[]): readonly string[] {
  const names: string[] = [];
  for (const { name, expression } of named) {
    const wanted = name ?? nameOf(expression) ?? freeName("Column", names);
    names.push(names.includes(wanted) ? freeName(wanted, names) : wanted);
  }
  return names;
}

function freeName(base: string, taken: readonly string[]): string {
  let number = 1;
  while (taken.includes(`${base}${number}`)) number += 1;
  return `${base}${number}`;
}

/** A cast keeps the name of what it casts. */
function nameOf(expression: Expression): string | undefined {
  switch (expression.kind) {
    case "column":
      return expression.name;
    case "path": {
      const root = nameOf(expression.of);
      return root === undefined ? undefined : [root, ...expression.keys].join("_");
    }
    case "call": {
      const [cast] = expression.parameters;
      return expression.name === "tostring" && cast !== undefined ? nameOf(cast) : undefined;
    }
    default:
      return undefined;
  }
}
