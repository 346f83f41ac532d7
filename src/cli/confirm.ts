import type { Report } from "../report/report.ts";
import { joinSections, renderBody, renderVerdict } from "../report/text.ts";
import type { Shell } from "./shell.ts";

export interface Asking {
  /** True where the answer was given on the command line. */
  readonly isYes: boolean;
  readonly question: string;
  readonly config: string;
}

/** Shows what would be done and asks whoever is at the terminal; nobody there means no, unless the answer is given. */
export function confirmAt(
  { ask, err }: Shell,
  { isYes, question, config }: Asking,
): (report: Report) => Promise<boolean> {
  return async (preview) => {
    if (isYes || ask === undefined) return isYes;
    err.write(`${joinSections([renderVerdict(preview, { ...err, config }), ...renderBody(preview, err)])}\n`);
    const answer = await ask(`${question} Only yes counts: `);
    const saysYes = answer.trim().toLowerCase() === "yes";
    if (!saysYes) err.write("Nothing was written.\n");
    return saysYes;
  };
}
