import { describe, expect, test } from "vitest";
import { servedGroups } from "../../src/twin/coverage.ts";
import { parseArmPath } from "../../src/twin/wire/arm-path.ts";
import { leftOut } from "./left-out.ts";
import { areRecordingsThere, loadRecordings } from "./recording.ts";
import type { Interaction, Recording } from "./recording.ts";
import { replay } from "./replay.ts";
import type { Row } from "./replay.ts";

const recordings = areRecordingsThere ? loadRecordings() : [];

describe.skipIf(!areRecordingsThere)(
  "what was recorded of Azure, the twin could have answered [needs ../shared]",
  () => {
    // Without the recordings there is still one test, so that leaving them out shows.
    const rows = recordings.length === 0 ? [{ name: "(no recordings)", interactions: [] }] : recordings;
    test.each(rows)("$name", async (recording) => {
      const replayed = await replay(recording);
      expect(differencesIn(replayed)).toEqual([]);
      expect(leftOutIn(recording, replayed)).toEqual(listedFor(recording));
    });

    test("an operation says it is confirmed by a recording where one was compared, and nowhere else", async () => {
      const replayed = (await Promise.all(recordings.map(replay))).flat();
      const compared = replayed
        .filter(({ outcome }) => outcome.is === "compared")
        .map(({ interaction }) => nameOf(interaction));
      const claimed = servedGroups()
        .flatMap(({ operations }) => operations)
        .filter(({ confirmedBy }) => confirmedBy === "recording")
        .map(
          ({ method, path }) =>
            `${method} ${path
              .replace(/^.*…\//, "")
              .replace(/^\//, "")
              .replaceAll("{}", "*")
              .toLowerCase()}`,
        );
      expect(claimed.toSorted()).toEqual([...new Set(compared)].toSorted());
    });

    test("most of it was compared", async () => {
      const replayed = (await Promise.all(recordings.map(replay))).flat();
      const compared = replayed.filter(({ outcome }) => outcome.is === "compared");
      expect(compared.length / replayed.length).toBeGreaterThan(0.85);
    });
  },
);

function nameOf({ method, url }: Interaction): string {
  return `${method} ${parseArmPath(url.pathname)?.pattern ?? url.pathname}`;
}

function differencesIn(rows: readonly Row[]): readonly string[] {
  return rows.flatMap(({ interaction: { index, method, url }, outcome }) =>
    outcome.is === "compared" ? outcome.differences.map((row) => `#${index} ${method} ${url.pathname}: ${row}`) : [],
  );
}

function leftOutIn({ name }: Recording, rows: readonly Row[]): readonly string[] {
  const words = { notServed: "not served", orphan: "its beginning is not recorded or not served" };
  return rows
    .flatMap(({ interaction, outcome }) =>
      outcome.is === "compared" ? [] : [`${name} #${interaction.index} ${words[outcome.is]}`],
    )
    .toSorted();
}

function listedFor({ name }: Recording): readonly string[] {
  return leftOut
    .filter(({ recording }) => recording === name)
    .flatMap(({ interactions, what }) => interactions.map((index) => `${name} #${index} ${what}`))
    .toSorted();
}
