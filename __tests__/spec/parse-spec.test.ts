import { expect, test } from "vitest";
import { specOf } from "../support/spec-of.ts";
import { runErrorOf } from "../support/run-error.ts";

async function faultsOf(text: string): Promise<readonly string[]> {
  const { message } = await runErrorOf(() => specOf(text, "c.yml"));
  return message
    .split("\n")
    .slice(1)
    .map((line) => line.trim());
}

test("faults are told in the order of their lines, each at the key or list item it is about", async () => {
  const text = [
    "managedNetwork:",
    "  includeSpark: 'yes'",
    "outboundPrivateEndpoints:",
    "  - name: abc",
    "    subresource: blob",
    "accept:",
    "  - origin: x",
    "    reson: y",
    "publicAcess: {}",
    "isolationMode: [",
    "]",
  ].join("\n");
  expect(await faultsOf(text)).toEqual([
    "line 2: managedNetwork.includeSpark: write true or false",
    "line 4: outboundPrivateEndpoints.0.target: is missing",
    "line 7: accept.0.code: is missing",
    "line 7: accept.0.resource: is missing",
    "line 7: accept.0.reason: is missing",
    'line 8: unknown key "accept.0.reson", did you mean "reason"?',
    'line 9: unknown key "publicAcess", did you mean "publicAccess"?',
    expect.stringMatching(/^line 10: isolationMode: /),
  ]);
});

test("a YAML error has no colon at its end", async () => {
  expect(await faultsOf("a: b: c\n")).toEqual([expect.stringMatching(/ at line 1, column \d+$/)]);
});

test("a file that holds no mapping is told so at its first line", async () => {
  expect(await faultsOf("- a\n")).toEqual([expect.stringMatching(/^line 1: /)]);
});
