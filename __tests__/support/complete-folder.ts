import { mkdir, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** How a lock is waited for. A holder says it is alive four times in `staleMs`; a lock that is silent longer is nobody's. */
export interface LockPace {
  readonly staleMs: number;
  readonly lookMs: number;
}

const usualPace: LockPace = { staleMs: 60_000, lookMs: 500 };

/** Written last: a folder without it was left half made. */
const marker = "complete";

/**
 * Makes a folder complete with `build`, once, however many runs want it at the same time: one builds, the others wait.
 * What a killed run left behind is thrown away and built anew.
 */
export async function completeFolder(
  folder: string,
  build: (folder: string) => Promise<void>,
  pace: LockPace = usualPace,
): Promise<void> {
  if (await isComplete(folder)) return;
  await mkdir(path.dirname(folder), { recursive: true });
  const release = await takeLock(`${folder}.lock`, pace);
  try {
    // Another run may have completed it while this one waited.
    if (await isComplete(folder)) return;
    await rm(folder, { recursive: true, force: true });
    await build(folder);
    await writeFile(path.join(folder, marker), "");
  } finally {
    await release();
  }
}

async function isComplete(folder: string): Promise<boolean> {
  return (await changedAt(path.join(folder, marker))) !== undefined;
}

/** Takes a lock, a folder that only one can make; resolves with what gives it back. */
async function takeLock(lock: string, pace: LockPace): Promise<() => Promise<void>> {
  while (!(await makeFolder(lock))) {
    await removeStale(lock, pace);
    await sleep(pace.lookMs);
  }
  const alive = setInterval(() => {
    const now = new Date();
    utimes(lock, now, now).catch(() => undefined);
  }, pace.staleMs / 4);
  return async () => {
    clearInterval(alive);
    await rm(lock, { recursive: true, force: true });
  };
}

/** One at a time judges a lock: two could otherwise both find it stale, and the later one remove the earlier one's. */
async function removeStale(lock: string, pace: LockPace): Promise<void> {
  if (!(await isStale(lock, pace))) return;
  const judging = `${lock}.judging`;
  if (!(await makeFolder(judging))) {
    if (await isStale(judging, pace)) await rm(judging, { recursive: true, force: true });
    return;
  }
  try {
    if (await isStale(lock, pace)) await rm(lock, { recursive: true, force: true });
  } finally {
    await rm(judging, { recursive: true, force: true });
  }
}

async function isStale(folder: string, { staleMs }: LockPace): Promise<boolean> {
  const at = await changedAt(folder);
  return at !== undefined && Date.now() - at > staleMs;
}

/** When a file or folder was changed last, in ms; undefined where there is none. */
async function changedAt(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    return undefined;
  }
}

async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") return false;
    throw cause;
  }
}
