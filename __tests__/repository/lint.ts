import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { ESLint } from "eslint";
import tseslint from "typescript-eslint";

import { readTreeFile, root } from "./tree.ts";

/**
 * The project's own ESLint configuration over a scratch tree, where any file can be made to exist. Rules that need
 * types are off: the files of a snippet import things that aren't there.
 */
export class ScratchLint {
  readonly #directory = mkdtempSync(path.join(tmpdir(), "lint-"));
  readonly #eslint = new ESLint({
    cwd: this.#directory,
    overrideConfigFile: path.join(root, "eslint.config.mjs"),
    overrideConfig: [
      tseslint.configs.disableTypeChecked,
      { languageOptions: { parserOptions: { projectService: false } } },
    ],
  });

  constructor() {
    this.write("package.json", readTreeFile("package.json"));
  }

  /** Puts a file into the tree. */
  write(file: string, text: string): void {
    const target = path.join(this.#directory, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  /** What ESLint says of a file with this text, as `rule: message`. */
  async lint(file: string, text: string): Promise<string[]> {
    const results = await this.#eslint.lintText(text, { filePath: path.join(this.#directory, file) });
    return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId ?? "parse"}: ${message}`));
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
