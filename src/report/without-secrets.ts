import { hideSecrets } from "../redaction.ts";
import type { Report } from "./report.ts";

/** Controls and text-turning characters: whoever names a thing so could write to the reader's terminal. */
const unseen = /(?![\n\t])[\p{Cc}\p{Cf}]/gu;

/** The report with every text in it free of secrets, whatever a service echoed into a name, a target or a reason. */
export function withoutSecrets(report: Report): Report {
  const copy = structuredClone(report);
  cleanIn(copy);
  return copy;
}

/** Cleans every text in it, in place. */
function cleanIn(value: object): void {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  for (const [name, inner] of entries) {
    if (typeof inner === "string") Reflect.set(value, name, hideSecrets(inner.replace(unseen, "")));
    else if (typeof inner === "object" && inner !== null) cleanIn(inner);
  }
}
