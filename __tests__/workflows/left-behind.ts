import { readdir, readFile } from "node:fs/promises";
import process from "node:process";

/**
 * Ends every process that has a variable of this value, and says which they were. act leaves programs behind that it
 * should have ended; only their environment says that they belong to a run. Finds none where there is no /proc.
 */
export async function endLeftBehind(name: string, value: string): Promise<readonly string[]> {
  const ended = new Map<string, string>();
  // A program may start another one while it is looked for.
  for (;;) {
    const found = await findHaving(`${name}=${value}`);
    if (found.length === 0) return [...ended.values()];
    for (const [pid, command] of found) {
      // One that is dying already has no command any more.
      if (!ended.has(pid)) ended.set(pid, command);
      end(pid);
    }
  }
}

async function findHaving(variable: string): Promise<readonly (readonly [pid: string, command: string])[]> {
  const pids = (await readdir("/proc").catch(() => [])).filter((entry) => /^\d+$/.test(entry));
  const looked = pids.map(async (pid) => {
    const environment = await readText(`/proc/${pid}/environ`);
    if (!environment.split("\0").includes(variable)) return [];
    const command = await readText(`/proc/${pid}/cmdline`);
    return [[pid, command.replaceAll("\0", " ").trim()] as const];
  });
  return (await Promise.all(looked)).flat();
}

function end(pid: string): void {
  try {
    process.kill(Number(pid), "SIGKILL");
  } catch {
    // It ended by itself meanwhile.
  }
}

async function readText(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => "");
}
