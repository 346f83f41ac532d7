import type { Journal, JournalEntry } from "../ports.ts";

/** A journal that ends with the process: the next run finds out by reading. */
export function createMemoryJournal(): Journal {
  const entries: JournalEntry[] = [];
  return {
    entries: async () => entries,
    record: async (entry) => {
      entries.push(entry);
    },
  };
}
