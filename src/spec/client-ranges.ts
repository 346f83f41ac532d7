import { RunError } from "../errors.ts";
import { clientRange } from "./hub-spec.ts";

/** Ranges from outside the config, checked as the config's own are. Throws RunError SFH912 naming the first bad one and `where` it was given. */
export function checkClientRanges(ranges: readonly string[], where: string): readonly string[] {
  for (const range of ranges) {
    const parsed = clientRange.safeParse(range);
    if (parsed.success) continue;
    throw new RunError("SFH912", `${where}: "${range}" ${parsed.error.issues[0]?.message ?? "can't be read"}.`, {
      fix: "Give IPv4 addresses or CIDR ranges that people come from, such as 203.0.113.7 or 203.0.113.0/24.",
    });
  }
  return ranges;
}
