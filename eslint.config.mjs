import eslint from "@eslint/js";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

import { importBoundaries } from "./scripts/lint/import-boundaries.mjs";
import { everywhere, handedIn, impureGlobals, inTests, moduleState, pureOnly } from "./scripts/lint/restrictions.mjs";

const composition = ["action/**", "src/cli/**"];
const pureCore = ["snapshot", "spec", "paths", "plan", "checks", "diagnose", "report", "fleet"].map(
  (name) => `src/${name}/**`,
);

/** Tables of codes and of wire types: data in the shape of code, which the size budgets are not about. */
const tables = ["src/checks/codes*.ts", "src/azure/wire*.ts"];

export default defineConfig(
  globalIgnores(["dist/", "coverage/"]),
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: "error" },
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { "import-x": importX, foundry: { rules: { "import-boundaries": importBoundaries } } },
    settings: {
      "import-x/resolver-next": [createNodeResolver({ extensions: [".ts", ".mjs", ".js", ".json"] })],
      "import-x/parsers": { "@typescript-eslint/parser": [".ts"] },
      "import-x/extensions": [".ts", ".mjs"],
    },
  },
  {
    rules: {
      eqeqeq: "error",
      "no-restricted-syntax": ["error", ...everywhere],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: false }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: false }],

      "foundry/import-boundaries": "error",
      "import-x/no-cycle": ["error", { ignoreExternal: true }],
      // The bundle must hold what the lock file names, not what another package happens to bring along.
      "import-x/no-extraneous-dependencies": ["error", { includeTypes: true }],

      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/consistent-type-assertions": [
        "error",
        { assertionStyle: "as", objectLiteralTypeAssertions: "never", arrayLiteralTypeAssertions: "never" },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/ban-ts-comment": ["error", { "ts-expect-error": true, minimumDescriptionLength: 0 }],

      // Numbers read as they should in text; everything else a template can't show well stays an error.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // `(line) => log(line)` is a fine way to pass a line on.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // `while (true)` around a poll says what it is.
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
      // It asks for `!` instead of `as`, and this code base has no `!`.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      // A recursive JSON type can only be written with an index signature.
      "@typescript-eslint/consistent-indexed-object-style": "off",
      // A port's method is async because the port is, whether or not this implementation waits.
      "@typescript-eslint/require-await": "off",
    },
  },
  {
    files: ["src/**", "action/**"],
    rules: { "no-restricted-syntax": ["error", ...everywhere, ...moduleState] },
  },
  {
    files: ["src/**"],
    ignores: composition,
    rules: {
      "no-console": "error",
      "no-restricted-syntax": ["error", ...everywhere, ...moduleState, ...handedIn],
    },
  },
  {
    files: pureCore,
    rules: {
      "no-restricted-globals": ["error", ...impureGlobals],
      "no-restricted-syntax": ["error", ...everywhere, ...moduleState, ...handedIn, ...pureOnly],
    },
  },
  {
    files: ["src/observe/**", "src/apply/**"],
    rules: { "no-restricted-globals": ["error", "process", "fetch"] },
  },
  {
    files: tables,
    rules: { "max-lines": "off" },
  },
  {
    files: ["__tests__/**"],
    rules: {
      "no-restricted-syntax": ["error", ...everywhere, ...inTests],
      // A describe block is one function, however many tests it holds.
      "max-lines-per-function": "off",
    },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: { globals: { console: "readonly", fetch: "readonly", process: "readonly", URL: "readonly" } },
  },
);
