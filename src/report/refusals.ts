/** A loss that can be accepted by name, as the config takes it. */
export interface AcceptableLoss {
  readonly resource: string;
  readonly origin: string;
}

/** One cause of a refusal: what would be lost, what is missing, and what to write to accept it. */
export interface RefusalText {
  readonly lost: string;
  readonly missing: string;
  readonly acceptable: AcceptableLoss | undefined;
}

const acceptLine = /accept it by name: accept: \[\{ resource: (\S+), origin: (.+?), reason: … \}\]/;

/** Takes a step's reason apart, a line a cause. The config lines come out of the sentence: with ids in them nobody could read it. */
export function parseReason(reason: string): readonly RefusalText[] {
  return reason
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [lost = "", missing = ""] = line.split(" — missing: ");
      const [, resource, origin] = acceptLine.exec(missing) ?? [];
      return {
        lost,
        missing: missing.replace(acceptLine, "accept it by name"),
        acceptable: resource === undefined || origin === undefined ? undefined : { resource, origin },
      };
    });
}

/** The losses of several causes, each once: blob and file of one account are accepted together. */
export function findAcceptable(refusals: readonly RefusalText[]): readonly AcceptableLoss[] {
  const losses = refusals.flatMap(({ acceptable }) => (acceptable === undefined ? [] : [acceptable]));
  const byKey = new Map(losses.map((loss) => [`${loss.resource}|${loss.origin}`.toLowerCase(), loss]));
  return [...byKey.values()];
}
