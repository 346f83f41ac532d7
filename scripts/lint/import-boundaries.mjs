import { isBuiltin } from "node:module";
import path from "node:path";

import { boundaries } from "./boundaries.mjs";

/**
 * What an import names, in the words of the boundaries.
 *
 * @param {string} root
 * @param {string} importer
 * @param {string} specifier
 */
function nameTarget(root, importer, specifier) {
  if (specifier.startsWith(".")) {
    return nameFile(root, path.resolve(path.dirname(importer), specifier));
  }
  if (isBuiltin(specifier)) {
    return specifier.startsWith("node:") ? specifier : `node:${specifier}`;
  }
  return `npm:${specifier}`;
}

/**
 * @param {string} root
 * @param {string} file
 */
function nameFile(root, file) {
  return path.relative(root, file).split(path.sep).join("/");
}

/**
 * Reports an import that crosses one of the boundaries. Decides by paths alone, so it needs no module resolution and
 * holds for files that don't exist yet.
 *
 * @type {import("eslint").Rule.RuleModule}
 */
export const importBoundaries = {
  meta: {
    type: "problem",
    schema: [],
    messages: { crossed: "{{from}} must not import {{to}}: {{because}}." },
  },
  create(context) {
    const from = nameFile(context.cwd, context.filename);
    const applying = boundaries.filter((boundary) => boundary.from.test(from));

    /** @param {import("estree").Node | null | undefined} source */
    const check = (source) => {
      if (source?.type !== "Literal" || typeof source.value !== "string") {
        return;
      }
      const to = nameTarget(context.cwd, context.filename, source.value);
      const crossed = applying.find((boundary) => boundary.to.test(to));
      if (crossed !== undefined) {
        context.report({ node: source, messageId: "crossed", data: { from, to, because: crossed.because } });
      }
    };
    return {
      ImportDeclaration: (node) => {
        check(node.source);
      },
      ExportNamedDeclaration: (node) => {
        check(node.source);
      },
      ExportAllDeclaration: (node) => {
        check(node.source);
      },
      ImportExpression: (node) => {
        check(node.source);
      },
      /** @param {{ source: import("estree").Node }} node */
      TSImportType: (node) => {
        check(node.source);
      },
    };
  },
};
