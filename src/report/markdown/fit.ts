import type { Section } from "./section.ts";

export interface Room {
  readonly limit: number;
  /** How much of the limit a text takes. */
  readonly measure: (text: string) => number;
  /** Where all of it is, as Markdown. */
  readonly whole: string;
}

/**
 * The sections one under the other within the limit. Where they are too long, the least important one is made shorter, in
 * whole forms, until it is gone, then the next; a line at the end says which. Undefined where even that is too long.
 */
export function fit(sections: readonly Section[], { limit, measure, whole }: Room): string | undefined {
  const order = sections.map((_, i) => i).toSorted((a, b) => importanceOf(sections, a) - importanceOf(sections, b));
  const at = sections.map(() => 0);
  const compose = (): string => {
    const cut = sections.filter(({ forms }, i) => forms[at[i] ?? 0] !== forms[0]).map(({ name }) => name);
    const note = cut.length === 0 ? "" : `_Cut to what GitHub shows: ${cut.join(", ")}. ${whole}_`;
    const texts = [...sections.map(({ forms }, i) => forms[at[i] ?? 0] ?? ""), note];
    return `${texts.filter((text) => text !== "").join("\n\n")}\n`;
  };
  for (const i of order) {
    for (let form = 0; form < (sections[i]?.forms.length ?? 0); form += 1) {
      at[i] = form;
      const text = compose();
      if (measure(text) <= limit) return text;
    }
  }
  return undefined;
}

function importanceOf(sections: readonly Section[], i: number): number {
  return sections[i]?.importance ?? 0;
}
