import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { capsuleLine, readCapsule } from "../../src/cli/capsule-lines.ts";
import { openFileCapsule, type CapsuleFile } from "../../src/cli/file-capsule.ts";
import type { KeptWrite } from "../../src/ports.ts";
import { runErrorOf } from "../support/run-error.ts";
import { scratchFile, scratchFolder } from "./spawned.ts";

const about = { at: Date.UTC(2026, 10, 22), hub: "/hub", cloud: "AzureCloud" };
const closed: KeptWrite = {
  ...about,
  stepId: "close-public-access:st",
  kind: "close-public-access",
  resourceId: "/st",
  prior: { publicNetworkAccess: "Enabled", networkAcls: { defaultAction: "Allow", ipRules: [{ value: 'é\n"1"' }] } },
  written: { publicNetworkAccess: "Disabled", networkAcls: { defaultAction: "Deny" } },
};
const granted: KeptWrite = {
  ...about,
  ...{ stepId: "grant-reader:pe:1", kind: "grant-reader", resourceId: "/pe", prior: undefined },
  written: { principalId: "1", role: "Reader" },
};
const two = capsuleLine(closed, "1") + capsuleLine(granted, "1");

const forApply = (file: string): Promise<CapsuleFile> => openFileCapsule(file, { version: "1", mayBeNew: true });
const forRollback = (file: string): Promise<CapsuleFile> => openFileCapsule(file, { version: "1", mayBeNew: false });

describe("a capsule file", () => {
  test("gives a later run what an earlier one kept", async () => {
    const file = path.join(scratchFolder(), "capsule.jsonl");
    await (await forApply(file)).keep(closed);
    await (await forApply(file)).keep(granted);
    expect(await (await forRollback(file)).writes()).toEqual([closed, granted]);
  });

  test("can be read by its owner only", async () => {
    const file = path.join(scratchFolder(), "capsule.jsonl");
    await (await forApply(file)).keep(closed);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test("says with each write which version of the program kept it", async () => {
    const file = path.join(scratchFolder(), "capsule.jsonl");
    await (await openFileCapsule(file, { version: "9.8.7", mayBeNew: true })).keep(closed);
    expect(readFileSync(file, "utf8")).toMatch(/^\{"schema":"secure-foundry-hub\/capsule\/1","tool":"9\.8\.7",/);
  });

  test("holds, however far its writer came, every line that was whole", () => {
    const bytes = Buffer.from(two);
    const [first] = two.split("\n");
    const whole = Buffer.byteLength(first ?? "");
    for (let length = 0; length <= bytes.length; length += 1) {
      const { writes } = readCapsule(bytes.subarray(0, length).toString("utf8"));
      // A line that lacks only its end is whole.
      expect(writes.length).toBe(length >= bytes.length - 1 ? 2 : length >= whole ? 1 : 0);
    }
  });

  test.each([
    ["in the middle of a character", Buffer.from(two).indexOf("é") + 1],
    ["at a line's very beginning", two.indexOf("\n") + 6],
    ["right before its line break", Buffer.byteLength(two) - 1],
  ])("goes on after a writer that was stopped %s", async (_where, length) => {
    const file = scratchFile("capsule.jsonl", "");
    writeFileSync(file, Buffer.from(two).subarray(0, length));
    const capsule = await forApply(file);
    const before = await capsule.writes();
    await capsule.keep(granted);
    expect(await (await forRollback(file)).writes()).toEqual([...before, granted]);
    expect(readFileSync(file, "utf8").split("\n").at(-1)).toBe("");
  });

  test("shows any change that was made to it", () => {
    fc.assert(
      fc.property(fc.nat(two.length - 2), fc.string({ minLength: 1, maxLength: 1 }), (at, char) => {
        fc.pre(two[at] !== char);
        const changed = two.slice(0, at) + char + two.slice(at + 1);
        expect(() => readCapsule(changed)).toThrow(/is damaged|another version|is not a capsule/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("one clear error", () => {
  const fails = async (opened: Promise<CapsuleFile>): Promise<string> => {
    const error = await runErrorOf(() => opened);
    expect(error.code).toBe("SFH912");
    expect(error.details.fix).toMatch(/Give|Use/);
    return error.message;
  };

  test("for a file that is something else, which stays as it is", async () => {
    const file = scratchFile("notes.txt", "dear diary\n");
    expect(await fails(forApply(file))).toMatch(/notes\.txt is not a capsule/);
    expect(readFileSync(file, "utf8")).toBe("dear diary\n");
  });

  test("for one that was edited, with the line", async () => {
    const file = scratchFile("capsule.jsonl", two.replace("Reader", "Owner"));
    expect(await fails(forRollback(file))).toMatch(/changed after it was written: line 2 /);
    expect(await fails(forApply(file))).toMatch(/line 2 /);
  });

  test("for one with a hole in it", async () => {
    const file = scratchFile("capsule.jsonl", `${two.slice(0, 100)}\n${two}`);
    expect(await fails(forRollback(file))).toMatch(/is damaged, .* line 1 /);
  });

  test("for one of a version it doesn't know", async () => {
    const file = scratchFile("capsule.jsonl", two.replaceAll("capsule/1", "capsule/2"));
    expect(await fails(forRollback(file))).toMatch(/another version .* line 1 is secure-foundry-hub\/capsule\/2/);
  });

  test("for one that isn't there, to roll back by", async () => {
    expect(await fails(forRollback(path.join(scratchFolder(), "c.jsonl")))).toMatch(/can't be read: ENOENT/);
  });

  test("for a folder that isn't there, before anything is read of the hub", async () => {
    expect(await fails(forApply(path.join(scratchFolder(), "nowhere", "c.jsonl")))).toMatch(/can't be written/);
  });

  test("for a file that turns out not to be writable, at the write", async () => {
    const folder = scratchFolder();
    const capsule = await forApply(path.join(folder, "c.jsonl"));
    rmSync(folder, { recursive: true });
    await expect(capsule.keep(closed)).rejects.toMatchObject({ code: "SFH912" });
  });
});
