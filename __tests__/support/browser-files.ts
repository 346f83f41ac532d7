/** A machine's browser files, laid out in a folder of the test's own. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Machine } from "../../src/vantage/browsers/places.ts";

export const home = "home/ada";

/** Files by their path below the root; what isn't text is written as JSON. Removed when the test ends. */
export async function layOut(
  files: Readonly<Record<string, unknown>>,
  platform: Machine["platform"] = "linux",
): Promise<Machine> {
  const root = await mkdtemp(join(tmpdir(), "browsers-"));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  }
  const env = { LOCALAPPDATA: join(root, home, "Local"), APPDATA: join(root, home, "Roaming"), ProgramFiles: root };
  return { platform, env: platform === "win32" ? env : {}, home: join(root, home), root };
}
