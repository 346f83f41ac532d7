import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { openFileJournal } from "../../src/cli/file-journal.ts";
import type { JournalEntry } from "../../src/ports.ts";
import { scratchFile, scratchFolder } from "./spawned.ts";

const sent: JournalEntry = { at: 1, hub: "/hub", stepId: "provision", event: "sent", operationUrl: "https://poll" };
const ended: JournalEntry = { at: 2, hub: "/hub", stepId: "provision", event: "ended", operationUrl: undefined };

test("a later run reads what an earlier one recorded", async () => {
  const file = path.join(scratchFolder(), "journal.jsonl");
  const first = await openFileJournal(file);
  await first.record(sent);
  await first.record(ended);
  expect(await (await openFileJournal(file)).entries()).toEqual([sent, ended]);
});

test("only its owner can read it: poll URLs carry signatures", async () => {
  const file = path.join(scratchFolder(), "journal.jsonl");
  await (await openFileJournal(file)).record(sent);
  expect(statSync(file).mode & 0o077).toBe(0);
});

test("a torn last line is left out, and the next entry begins on a line of its own", async () => {
  const file = scratchFile("journal.jsonl", `${JSON.stringify(sent)}\n{"at":2,"hub":"/hu`);
  const journal = await openFileJournal(file);
  await journal.record(ended);
  expect(await journal.entries()).toEqual([sent, ended]);
  expect(readFileSync(file, "utf8").split("\n")).toHaveLength(4);
});

test("a file that is no journal is left as it is", async () => {
  const file = scratchFile("notes.txt", "dear diary\n");
  await expect(openFileJournal(file)).rejects.toMatchObject({ code: "SFH912" });
  expect(readFileSync(file, "utf8")).toBe("dear diary\n");
});

test("a folder that isn't there is said before the run begins", async () => {
  const file = path.join(scratchFolder(), "nowhere", "journal.jsonl");
  await expect(openFileJournal(file)).rejects.toMatchObject({ code: "SFH912" });
});
