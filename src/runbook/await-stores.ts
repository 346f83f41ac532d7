import { isComplete, lateProjects } from "../diagnose/late-stores.ts";
import { RunError } from "../errors.ts";
import { createConnectionLister } from "../observe/connection-lists.ts";
import { mapBounded } from "../observe/read-all.ts";
import { readProject } from "../observe/workspaces.ts";
import { mapRead } from "../snapshot/read.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { Project, Snapshot } from "../snapshot/snapshot.ts";
import { describeDuration } from "../report/words.ts";
import type { RunInput } from "./look.ts";

/** The world after the wait, and what cut it short, if anything. */
export interface Awaited {
  readonly snapshot: Snapshot;
  readonly stopped: RunError | undefined;
}

/** The service documents no pace; apply looks as often. */
const intervalMs = 30_000;
const heartbeatMs = 60_000;

type Awaiting = Pick<RunInput, "world" | "clock" | "emit">;

/**
 * Looks at the datastores and connections of projects whose stores are only late, and at nothing else, until all are there
 * or the time is up. Tells at least once a minute that it waits. Stopped or cut off, it gives what was read last.
 */
export async function awaitStores(input: Awaiting, first: Snapshot, waitMs: number): Promise<Awaited> {
  const { clock } = input;
  const begun = clock.now();
  const tell = heartbeat(input, waitMs);
  let snapshot = first;
  let late = lateProjects(first);
  try {
    for (let waitedMs = 0; late.length > 0 && waitedMs < waitMs; waitedMs = clock.now() - begun) {
      const nextMs = Math.min(intervalMs, waitMs - waitedMs);
      tell(late, waitedMs, nextMs);
      await clock.sleep(nextMs);
      const read = await readAgain(input, late);
      snapshot = withProjects(snapshot, read);
      late = read.filter((project) => !isComplete(project));
      tellOfThoseThere(input, read.filter(isComplete), clock.now() - begun);
    }
    return { snapshot, stopped: undefined };
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    return { snapshot, stopped: error };
  }
}

/** Says what is waited for: at once, and then before a minute has passed in silence. */
function heartbeat(
  { emit }: Awaiting,
  budgetMs: number,
): (late: readonly Project[], waitedMs: number, nextMs: number) => void {
  let saidAtMs: number | undefined;
  return (late, waitedMs, nextMs) => {
    if (saidAtMs !== undefined && waitedMs + nextMs - saidAtMs <= heartbeatMs) return;
    saidAtMs = waitedMs;
    emit({ is: "waiting", what: `datastores of ${namesOf(late)}`, waitedMs, budgetMs });
  };
}

async function readAgain({ world }: Awaiting, projects: readonly Project[]): Promise<readonly Project[]> {
  const listConnections = createConnectionLister(world);
  return mapBounded(projects, ({ workspace }) => readProject(world, workspace, listConnections));
}

function withProjects(snapshot: Snapshot, read: readonly Project[]): Snapshot {
  const latest = (project: Project): Project =>
    read.find(({ workspace }) => isSameId(workspace.id, project.workspace.id)) ?? project;
  return { ...snapshot, projects: mapRead(snapshot.projects, (projects) => projects.map(latest)) };
}

function tellOfThoseThere({ emit }: Awaiting, there: readonly Project[], waitedMs: number): void {
  const text = `the datastores of ${namesOf(there)} are there, after ${describeDuration(waitedMs)}`;
  if (there.length > 0) emit({ is: "noticed", text });
}

function namesOf(projects: readonly Project[]): string {
  return projects.map(({ workspace }) => workspace.name).join(", ");
}
