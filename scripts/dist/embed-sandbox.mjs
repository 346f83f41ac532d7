import { readFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

import { rolldown } from "rolldown";

/**
 * The program of the worker that a PAC is evaluated in, with the interpreter in it, as a module that needs nothing but
 * Node. `modules` are the paths of what went into it.
 *
 * @param {string} root the repository
 * @returns {Promise<{ text: string, modules: readonly string[] }>}
 */
async function bundleSandbox(root) {
  const wasm = path.join(root, "node_modules/quickjs-wasi/quickjs.wasm");
  const build = await rolldown({
    cwd: root,
    input: "src/vantage/pac/sandbox.ts",
    platform: "node",
    plugins: [replaceModule(path.join(root, "src/vantage/pac/quickjs-wasm.ts"), () => embedBytes(wasm))],
    experimental: { attachDebugInfo: "none" },
    // Packing the interpreter takes seconds, and no more than that.
    checks: { bundlerTimings: false },
  });
  try {
    const { output } = await build.generate({ format: "esm", codeSplitting: false, comments: false });
    return { text: output[0].code, modules: output[0].moduleIds };
  } finally {
    await build.close();
  }
}

/**
 * A module with a file's bytes in it, a third of their size.
 *
 * @param {string} file
 */
async function embedBytes(file) {
  const bytes = await readFile(file);
  const packed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  return [
    'import { brotliDecompressSync } from "node:zlib";',
    `const packed = ${JSON.stringify(packed.toString("base64"))};`,
    'export const quickJsWasm = () => Uint8Array.from(brotliDecompressSync(Buffer.from(packed, "base64")));',
  ].join("\n");
}

/**
 * Puts another text in the place of a module.
 *
 * @param {string} file
 * @param {() => Promise<string>} make
 * @returns {import("rolldown").Plugin}
 */
function replaceModule(file, make) {
  return {
    name: `replace-${path.basename(file)}`,
    async load(id) {
      return id === file ? { code: await make(), moduleType: "js" } : null;
    },
  };
}

/**
 * Puts the worker's program itself in the place of its address, so that a bundle stays one file. What went into it is
 * added to `modules`.
 *
 * @param {string} root the repository
 * @param {string[]} modules
 * @returns {import("rolldown").Plugin}
 */
export function embedSandbox(root, modules) {
  return replaceModule(path.join(root, "src/vantage/pac/sandbox-program.ts"), async () => {
    const sandbox = await bundleSandbox(root);
    modules.push(...sandbox.modules);
    const program = JSON.stringify(sandbox.text);
    return `export const sandboxProgram = new URL("data:text/javascript," + encodeURIComponent(${program}));`;
  });
}
