/** A short stable mark of some words (64-bit FNV-1a, hex): the same words, in any run, have the same mark. */
export function fingerprintOf(words: readonly string[]): string {
  let hash = 0xcbf29ce484222325n;
  for (const char of words.join("\u0000").toLowerCase()) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0) ?? 0)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}
