/** One part of a summary. */
export interface Section {
  /** As the line that tells what was cut calls it. */
  readonly name: string;
  /** What has a smaller one is cut first. */
  readonly importance: number;
  /** Its text, then ever shorter ones; the last may be empty. Each is whole: no table, fence or fold is left open. */
  readonly forms: readonly string[];
}

/** A part under a heading, or nothing where there is nothing to say. */
export function headed(title: string, body: string): string {
  return body === "" ? "" : `### ${title}\n\n${body}`;
}
