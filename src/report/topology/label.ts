/** Longer names are cut: a drawing is for looking at, the report has them whole. */
const longest = 60;

/**
 * Text as a quoted Mermaid label that shows it and nothing else: letters, digits and a few harmless characters stay, all
 * others become entity codes, so no quote, directive, Markdown, icon or click handler comes out of a name.
 */
export function labelOf(text: string): string {
  const clean = text.replace(/[\p{Cs}\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ");
  // Mermaid takes no empty label.
  const points = Array.from(clean.trim() || "unnamed");
  const shown = points.length > longest ? [...points.slice(0, longest - 1), "…"] : points;
  return `"${shown.map((c, i) => (isHarmless(shown, i) ? c : `#${String(c.codePointAt(0))};`)).join("")}"`;
}

/** A hyphen only within a word: two of them, or one at an end, are Mermaid's or Markdown's. */
function isHarmless(points: readonly string[], i: number): boolean {
  const isWord = (c: string | undefined): boolean => c !== undefined && /[A-Za-z0-9]/.test(c);
  const c = points[i] ?? "";
  return isWord(c) || c === " " || c === "," || (c === "-" && isWord(points[i - 1]) && isWord(points[i + 1]));
}
