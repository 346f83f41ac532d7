import { escape, escapeInHtml } from "./escape.ts";

/** A table of texts as they are: each cell is escaped here. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map((row) => line(row.map(escape)))].join("\n");
}

/** Something folded away under a line of text. */
export function fold(summary: string, body: string): string {
  return `<details><summary>${escapeInHtml(summary)}</summary>\n\n${body}\n\n</details>`;
}

/** The first rows of a table, the rest of them folded. */
export function foldedTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { shown, noun }: { readonly shown: number; readonly noun: string },
): string {
  const rest = rows.slice(shown);
  const first = table(header, rows.slice(0, shown));
  return rest.length === 0 ? first : `${first}\n\n${fold(`${rest.length} more ${noun}`, table(header, rest))}`;
}

/** The same table ever shorter, for where there is not room for all: what is left out is said. */
export function shorterTables(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  noun: string,
): readonly string[] {
  const sizes = [1_000, 300, 100, 30, 10].filter((size) => size < rows.length);
  return sizes.map(
    (size) => `${table(header, rows.slice(0, size))}\n\n${rows.length - size} more ${noun} are in the report.`,
  );
}
