import { appendFile, readFile } from "node:fs/promises";
import { z } from "zod";
import { RunError } from "../errors.ts";
import type { Journal, JournalEntry } from "../ports.ts";

const line = z.strictObject({
  at: z.number(),
  hub: z.string(),
  stepId: z.string(),
  event: z.enum(["sent", "ended"]),
  operationUrl: z.string().optional(),
});

/**
 * A journal in a file, one JSON object a line. The last line may be torn: a machine may go down while it is written.
 * Throws RunError SFH912 where the file can't be written, or holds something else.
 */
export async function openFileJournal(file: string): Promise<Journal> {
  await append(file, "");
  // A torn last line must not run into the next entry.
  const text = await readFile(file, "utf8");
  if (text !== "" && !text.endsWith("\n")) await append(file, "\n");
  readEntries(file, text);
  return {
    entries: async () => readEntries(file, await readFile(file, "utf8")),
    record: async (entry) => append(file, `${JSON.stringify(entry)}\n`),
  };
}

async function append(file: string, text: string): Promise<void> {
  try {
    await appendFile(file, text, { mode: 0o600, flush: true });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RunError("SFH912", `The journal ${file} can't be written: ${why}`, {
      fix: "Give --journal a file in a folder that exists and can be written to.",
      cause: error,
    });
  }
}

function readEntries(file: string, text: string): readonly JournalEntry[] {
  const lines = text.split("\n");
  const torn = new Set(lines.flatMap((l, i) => (l !== "" && !l.endsWith("}") ? [i] : [])));
  return lines.flatMap((l, i): readonly JournalEntry[] => {
    if (l === "" || torn.has(i)) return l === "" || l.startsWith("{") ? [] : notAJournal(file, i);
    const parsed = line.safeParse(parseJson(l));
    if (!parsed.success) return notAJournal(file, i);
    return [{ ...parsed.data, operationUrl: parsed.data.operationUrl }];
  });
}

function notAJournal(file: string, index: number): never {
  throw new RunError("SFH912", `${file} is not a journal: line ${index + 1} is something else.`, {
    fix: "Give --journal a new file, or one that an earlier run wrote.",
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
