import { writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readAnswersFile } from "../../src/cli/answers-file.ts";
import { vault, windows, windowsAnswer } from "../diagnose/answers/samples.ts";
import { scratchFile } from "./spawned.ts";

const words = windows.Japanese;
const text = words === undefined ? "" : windowsAnswer(words);
const right = { server: "10.20.0.53", name: vault, answer: { is: "addresses", addresses: ["10.20.1.8"] } };

function fileOf(bytes: Uint8Array): string {
  const file = scratchFile("answers.txt", "");
  writeFileSync(file, bytes);
  return file;
}

const sixteen = Buffer.from(text, "utf16le");

test.each([
  ["UTF-8", Buffer.from(text)],
  ["UTF-8 with a mark", Buffer.from(`\uFEFF${text}`)],
  ["UTF-16 as PowerShell redirects", Buffer.concat([Buffer.from([0xff, 0xfe]), sixteen])],
  ["UTF-16, big end first", Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(sixteen).swap16()])],
  ["an old code page", Buffer.from(text.replaceAll(/[^\n\r -~]/g, "\u0083"), "latin1")],
])("%s", async (_, bytes) => {
  const told: string[] = [];
  expect(await readAnswersFile(fileOf(bytes), (line) => told.push(line))).toMatchObject([right]);
  expect(told).toEqual([]);
});

test("what can't be used is told, and the rest counts", async () => {
  const told: string[] = [];
  const file = scratchFile("answers.txt", `hello\n${text}`);
  expect(await readAnswersFile(file, (line) => told.push(line))).toHaveLength(1);
  expect(told).toEqual([`${file}:1: "hello": no output of nslookup, dig or Resolve-DnsName.`]);
});

describe("a file that can't be meant is SFH912", () => {
  test.each([
    ["empty", () => fileOf(new Uint8Array()), /holds no answer that can be read\. .* is empty/],
    [
      "garbage",
      () => scratchFile("answers.txt", "lorem ipsum\n"),
      /holds no answer that can be read\. .*:1: "lorem ipsum"/,
    ],
    ["binary", () => fileOf(new Uint8Array(100_000).map((_, i) => (i * 7919) % 256)), /holds no answer/],
    ["50 MB", () => fileOf(new Uint8Array(50 * 1024 * 1024)), /larger than 2 MiB/],
    ["not there", () => "/nowhere/answers.txt", /can't be read: ENOENT/],
    ["a folder", () => "/", /can't be read/],
  ])("%s", async (_, file, message) => {
    const fails = readAnswersFile(file(), () => undefined);
    await expect(fails).rejects.toMatchObject({ code: "SFH912", message: expect.stringMatching(message) as string });
    await expect(fails).rejects.toHaveProperty("details.fix");
  });
});
