import { readFile } from "node:fs/promises";

/** The payload of the event (GITHUB_EVENT_PATH); an empty object where there is none, or none that can be read. */
export async function readEvent(path: string | undefined): Promise<unknown> {
  if (path === undefined || path === "") return {};
  try {
    const event: unknown = JSON.parse(await readFile(path, "utf8"));
    return event;
  } catch {
    // Without it a run only knows less about its place.
    return {};
  }
}
