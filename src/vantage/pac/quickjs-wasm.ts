import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The interpreter as WebAssembly. The build puts the bytes themselves in the place of this file: a bundle is one file. */
export function quickJsWasm(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(createRequire(import.meta.url).resolve("quickjs-wasi/quickjs.wasm")));
}
