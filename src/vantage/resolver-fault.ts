import type { NameAnswer } from "../snapshot/network.ts";

/** The resolver answered, and what it said is that there is no such address. macOS says so of one that is silent, too. */
const negatives = new Set(["ENOTFOUND", "ENODATA"]);

/** What an error of a resolver says of the name: refused and failed answers say nothing, as silence does. */
export function answerOfFault(error: unknown): NameAnswer["answer"] {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && negatives.has(code) ? { is: "nxdomain" } : { is: "silent" };
}
