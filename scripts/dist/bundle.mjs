import { isBuiltin } from "node:module";
import path from "node:path";

import { rolldown } from "rolldown";

import { embedSandbox } from "./embed-sandbox.mjs";
import { readManifest } from "./manifest.mjs";

/** What is built: the entry, and the file it becomes. */
const entries = [
  { input: "action/main.ts", output: "action.js", isProgram: false },
  { input: "src/cli/main.ts", output: "cli.js", isProgram: true },
];

/** A native module, loaded only where a proxy asks for Negotiate and somebody installed it; its absence is caught. */
const optionalPackages = ["kerberos"];

/**
 * One file of a build. `modules` are the paths of what went into it.
 *
 * @typedef {{ name: string, text: string, isProgram: boolean, modules: readonly string[] }} Bundle
 */

/**
 * Of package.json the product reads its name and version; with the rest in the bundle, a new script would change it.
 *
 * @param {string} root
 * @returns {import("rolldown").Plugin}
 */
function reduceManifest(root) {
  const manifest = path.join(root, "package.json");
  return {
    name: "reduce-manifest",
    async load(id) {
      if (id !== manifest) {
        return null;
      }
      const { name, version } = await readManifest(root);
      return { code: JSON.stringify({ name, version }), moduleType: "json" };
    },
  };
}

/**
 * One entry as one file that needs nothing but Node.
 *
 * @param {string} root the repository
 * @param {{ input: string, output: string, isProgram: boolean }} entry
 * @returns {Promise<Bundle>}
 */
export async function bundleEntry(root, entry) {
  /** @type {string[]} */
  const embedded = [];
  const build = await rolldown({
    cwd: root,
    input: entry.input,
    platform: "node",
    plugins: [reduceManifest(root), embedSandbox(root, embedded)],
    // Comments that say which file a part came from would differ where node_modules is a link.
    experimental: { attachDebugInfo: "none" },
    checks: { bundlerTimings: false },
    onLog(level, log) {
      if (level === "warn") {
        throw new Error(`${entry.input}: ${log.message}`);
      }
    },
  });
  try {
    const { output } = await build.generate({
      format: "esm",
      codeSplitting: false,
      comments: false,
      // Names survive, so that a stack trace from a user's run can be read.
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
    });
    const [chunk, ...others] = output;
    const unbundled = [...chunk.imports, ...chunk.dynamicImports].filter(
      // With dynamic imports inlined, a chunk may list itself.
      (name) => !isBuiltin(name) && !optionalPackages.includes(name) && name !== chunk.fileName,
    );
    if (others.length > 0 || unbundled.length > 0) {
      throw new Error(`${entry.output} would not stand alone: ${[...others.map((o) => o.fileName), ...unbundled].join()}`);
    }
    const code = chunk.code.replace(/^#!.*\n/, "");
    const text = entry.isProgram ? `#!/usr/bin/env node\n${code}` : code;
    return { name: entry.output, text, isProgram: entry.isProgram, modules: [...chunk.moduleIds, ...embedded] };
  } finally {
    await build.close();
  }
}

/**
 * Bundles each entry into one file that needs nothing but Node. The same sources and lock file give the same bytes.
 *
 * @param {string} root the repository
 * @returns {Promise<Bundle[]>}
 */
export async function bundleEntries(root) {
  const bundles = [];
  for (const entry of entries) {
    bundles.push(await bundleEntry(root, entry));
  }
  return bundles;
}
