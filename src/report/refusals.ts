import type { ReportRefusal } from "./report.ts";

/** A loss that can be accepted by name, as the config takes it. */
export type AcceptableLoss = NonNullable<ReportRefusal["acceptable"]>;

/** The losses of several causes, each once: blob and file of one account are accepted together. */
export function findAcceptable(refusals: readonly ReportRefusal[]): readonly AcceptableLoss[] {
  const losses = refusals.flatMap(({ acceptable }) => (acceptable === undefined ? [] : [acceptable]));
  const byKey = new Map(losses.map((loss) => [`${loss.code}|${loss.resource}|${loss.origin}`.toLowerCase(), loss]));
  return [...byKey.values()];
}
