import { hideSecrets } from "../redaction.ts";

const longest = 1_500;

/** What a service said, without secrets, and no longer than anyone reads. */
export function redact(text: string): string {
  const clean = hideSecrets(text);
  return clean.length <= longest ? clean : `${clean.slice(0, longest)}…`;
}
