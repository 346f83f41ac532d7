import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAnswers } from "../../../src/diagnose/answers/parse-answers.ts";
import { isIPv4 } from "../../../src/snapshot/name-server.ts";
import {
  dig,
  linux,
  macOS,
  oldBusybox,
  powerShell,
  windows,
  windowsAnswer,
  windowsFailure,
  windowsTimeout,
} from "./samples.ts";

const samples = [
  ...[dig, linux, macOS, oldBusybox, powerShell],
  ...Object.values(windows).flatMap((words) => [windowsAnswer(words), windowsFailure(words), windowsTimeout(words)]),
];
const sampleLines = samples.flatMap((text) => text.split(/\r?\n/));

/** Real lines in any order, cut and mixed with anything. */
const anyText = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...sampleLines) },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
      {
        weight: 2,
        arbitrary: fc.tuple(fc.constantFrom(...sampleLines), fc.nat(60)).map(([line, end]) => line.slice(0, end)),
      },
    ),
    { maxLength: 60 },
  )
  .map((lines) => lines.join("\n"));

test("no text whatever makes it throw, and no answer is invented: each name, address and server stands in the text", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { answers, faults } = parseAnswers(text, "a.txt");
      const lower = text.toLowerCase();
      for (const { server, name, answer } of answers) {
        expect(lower).toContain(name);
        if (isIPv4(server)) expect(lower).toContain(server);
        if (answer.is === "addresses")
          for (const address of answer.addresses.filter(isIPv4)) expect(lower).toContain(address);
      }
      expect(faults.length).toBeLessThanOrEqual(5);
      expect(faults.join("")).not.toMatch(/\p{Cc}/u);
    }),
    { numRuns: 400 },
  );
});

/** The answers, wherever they stand. */
function told(text: string): readonly unknown[] {
  return parseAnswers(text, "a.txt").answers.map(({ server, name, answer }) => ({ server, name, answer }));
}

test("answers stay what they are, whatever stands before and behind them", () => {
  const isApart = fc.constantFrom(macOS, linux, dig, ...Object.values(windows).map((words) => windowsAnswer(words)));
  fc.assert(
    fc.property(fc.array(isApart, { minLength: 1, maxLength: 6 }), (texts) => {
      const alone = texts.flatMap((text) => told(text));
      const together = told(texts.join("\n"));
      expect(together).toEqual(alone);
    }),
  );
});

test("a file of a few megabytes doesn't take long, whatever repeats in it", { timeout: 20_000 }, () => {
  for (const line of [...new Set(sampleLines), "a".repeat(500), ": ".repeat(200), "a.".repeat(300)]) {
    const text = `${line}\n`.repeat(Math.ceil(60_000 / (line.length + 1)));
    expect(parseAnswers(text, "a.txt").faults.length).toBeLessThanOrEqual(5);
  }
  const lines = sampleLines.join("\n");
  expect(parseAnswers(lines.repeat(Math.ceil(2_000_000 / lines.length)), "a.txt").answers.length).toBeGreaterThan(100);
});
