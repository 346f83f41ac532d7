import type { Connection } from "./connection.ts";
import { explainTrouble, type Need } from "./explain-trouble.ts";
import { troubleOf } from "./github-error.ts";
import { openGitHub, type GitHub } from "./github.ts";
import type { Publication } from "./publication.ts";

/** Carries out one publication. Never throws: what goes wrong is told, and no verdict hangs on it. */
export async function publish(
  connection: Connection,
  need: Need,
  work: (github: GitHub) => Promise<Publication>,
): Promise<Publication> {
  try {
    return await work(openGitHub(connection));
  } catch (error) {
    // A wait that was cut short throws what the clock throws.
    const trouble = connection.signal.aborted ? { is: "stopped" as const } : troubleOf(error);
    return explainTrouble(trouble, need, connection);
  }
}
