import { indent } from "./layout.ts";
import type { Page } from "./page.ts";

/** A title with what it says beside it, wrapped under its own beginning. */
export function heading(title: string, text: string, { palette, width }: Page): readonly string[] {
  return indent(text, title.length + 1, width, title).map((line) => line.replace(title, palette.bold));
}
