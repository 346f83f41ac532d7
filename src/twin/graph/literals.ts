const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
]);

/** What a literal in quotes says; `\` takes the next character as it is, except in `\n`, `\t` and `\r`. */
export function readText(image: string): string {
  return image.slice(1, -1).replace(/\\(.)/g, (_, escaped: string) => ESCAPES.get(escaped) ?? escaped);
}

/** What `@'…'` says: nothing is escaped but the quote, by doubling it. */
export function readVerbatim(image: string): string {
  const quote = image.charAt(1);
  return image.slice(2, -1).replaceAll(quote + quote, quote);
}
