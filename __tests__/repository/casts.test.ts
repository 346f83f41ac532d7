import ts from "typescript";
import { expect, test } from "vitest";

import { listTree, readTreeFile } from "./tree.ts";

const product = listTree().filter((file) => /^(src|action)\/.*\.ts$/.test(file));

/** Where a file casts, as `file:line`. `as const` and `satisfies` claim nothing that the compiler can't see. */
function listCasts(file: string): string[] {
  const source = ts.createSourceFile(file, readTreeFile(file), ts.ScriptTarget.Latest, true);
  const casts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isAsExpression(node) && !ts.isConstTypeReference(node.type)) {
      casts.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return casts;
}

test("there is at most one cast in a thousand lines", () => {
  const lines = product.flatMap((file) => readTreeFile(file).split("\n")).filter((line) => line.trim() !== "").length;
  const casts = product.flatMap(listCasts);
  expect(casts.length <= lines / 1000, `${lines} lines, casts at ${casts.join(" ")}`).toBe(true);
});
