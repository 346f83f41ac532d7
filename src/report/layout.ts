/** Breaks text at spaces so that no line is longer than `width`; a word that is longer stays whole. Keeps line breaks. */
export function wrap(text: string, width: number): readonly string[] {
  return text.split("\n").flatMap((paragraph) => wrapParagraph(paragraph, width));
}

function wrapParagraph(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((w) => w !== "")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** Wrapped text with every line indented, the first one by `first` where given. */
export function indent(text: string, by: number, width: number, first?: string): readonly string[] {
  const margin = " ".repeat(by);
  return wrap(text, width - by).map((line, i) => (i === 0 && first !== undefined ? first.padEnd(by) : margin) + line);
}

/** One column of a table. */
export interface Column {
  readonly title: string;
  /** Sets off one line of a cell. */
  readonly paint?: (line: string, cell: string) => string;
  /** True for the one column that takes what is left and wraps. */
  readonly isWide?: boolean;
  /** Longer cells wrap. */
  readonly maxWidth?: number;
}

/** A table with an indent of two, columns two apart; the wide column wraps, the others are as wide as their longest cell. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly string[] {
  const natural = columns.map((c, i) =>
    Math.min(c.maxWidth ?? width, Math.max(c.title.length, ...rows.map((r) => (r[i] ?? "").length))),
  );
  const fixed = natural.reduce((sum, n, i) => (columns[i]?.isWide === true ? sum : sum + n), 2 * columns.length);
  const widths = natural.map((n, i) => (columns[i]?.isWide === true ? Math.min(n, Math.max(20, width - fixed)) : n));
  const header = columns.map((c) => c.title);
  const lines = rows.flatMap((row) => tableRow(columns, row, widths));
  return header.every((title) => title === "") ? lines : [...tableRow([], header, widths), ...lines];
}

function tableRow(columns: readonly Column[], row: readonly string[], widths: readonly number[]): readonly string[] {
  const cells = widths.map((w, i) => wrap(row[i] ?? "", w));
  const height = Math.max(...cells.map((c) => c.length));
  return Array.from({ length: height }, (_, line) =>
    widths
      .map((w, i) => {
        const text = cells[i]?.[line] ?? "";
        const padding = i === widths.length - 1 ? "" : " ".repeat(w - Math.min(w, text.length));
        return (text === "" ? "" : (columns[i]?.paint?.(text, row[i] ?? "") ?? text)) + padding;
      })
      .join("  "),
  ).map((line) => `  ${line}`.trimEnd());
}
