import { expect, test } from "vitest";
import { runErrorOf } from "../support/run-error.ts";
import { readInputs, type Inputs } from "../../action/inputs.ts";

function read(given: Readonly<Record<string, string>>): Inputs {
  return readInputs((name) => given[name] ?? "");
}

test("inputs that are left out say nothing", () => {
  expect(read({ mode: "plan" }).choices).toEqual({
    hub: undefined,
    subscription: undefined,
    resourceGroup: undefined,
    name: undefined,
    config: undefined,
    environment: undefined,
  });
});

test.each([
  [{ mode: "plan" }, "never"],
  [{ mode: "diagnose" }, "never"],
  [{ mode: "verify" }, "warning"],
  [{ mode: "apply" }, "warning"],
  [{ mode: "apply", "dry-run": "True" }, "never"],
  [{ mode: "plan", "fail-on-severity": "error" }, "error"],
  [{ mode: "apply", "fail-on-severity": "error" }, "error"],
])("%j fails on drift from severity %j on", (given, expected) => {
  expect(read(given).failsOn).toBe(expected);
});

test("a dry run of apply is a plan, and of rollback a rollback that only shows", () => {
  expect(read({ mode: "apply", "dry-run": "true" }).mode).toBe("plan");
  const rollback = read({ mode: "rollback", "dry-run": "true", "capsule-file": "c.jsonl" });
  expect([rollback.mode, rollback.isDryRun]).toEqual(["rollback", true]);
});

test("subscriptions are read from lines and from between commas", () => {
  expect(read({ mode: "discover", subscriptions: " a, b\n\nc ," }).subscriptions).toEqual(["a", "b", "c"]);
});

test("what a diagnosis is given is read, ranges from lines and from between commas", () => {
  const given = {
    mode: "diagnose",
    "answers-file": "answers.txt",
    "pac-file": "proxy.pac",
    "client-ranges": "203.0.113.0/24, 198.51.100.7\n",
    "wait-minutes": "20",
  };
  expect(read(given).diagnosis).toEqual({
    answers: "answers.txt",
    pac: "proxy.pac",
    clientRanges: ["203.0.113.0/24", "198.51.100.7"],
    waitMinutes: 20,
  });
  expect(read({ mode: "diagnose" }).diagnosis).toMatchObject({ clientRanges: [], waitMinutes: 0 });
  expect(read({ mode: "diagnose", "wait-minutes": "0" }).diagnosis.waitMinutes).toBe(0);
});

test("an input that a workflow sets to nothing, or to false, says nothing", () => {
  expect(() => read({ mode: "verify", "dry-run": "false", unattended: "", "plan-file": "" })).not.toThrow();
});

test("the environment is read as azure/login writes it", () => {
  expect(read({ mode: "plan", environment: "AzureUSGovernment" }).choices.environment).toBe("azureusgovernment");
});

const wrong: readonly [Readonly<Record<string, string>>, RegExp][] = [
  [{}, /mode is missing/],
  [{ mode: "aply" }, /mode is "aply"/],
  [{ mode: "Apply" }, /mode is "Apply"/],
  [{ mode: "plan", environment: "azurestack" }, /environment is "azurestack"/],
  [{ mode: "apply", "all-or-nothing": "yes" }, /all-or-nothing is "yes"/],
  [{ mode: "verify", "fail-on-severity": "high" }, /fail-on-severity is "high"/],
  [{ mode: "verify", "comment-summary-in-pr": "true" }, /comment-summary-in-pr is "true"/],
  [{ mode: "verify", "tracking-issue": "1" }, /tracking-issue is "1"/],
  [{ mode: "verify", "masked-ids": "on" }, /masked-ids is "on"/],
  [{ mode: "verify", "upload-sarif": "x" }, /upload-sarif is "x"/],
  [{ mode: "verify", "upload-report": "x" }, /upload-report is "x"/],
  [{ mode: "apply", unattended: "x" }, /unattended is "x"/],
  [{ mode: "apply", "dry-run": "x" }, /dry-run is "x"/],
  [{ mode: "plan", "client-id": "x" }, /tenant-id is missing/],
  [{ mode: "plan", "tenant-id": "x" }, /client-id is missing/],
  [{ mode: "plan", audience: "x" }, /audience is given without client-id/],
  [{ mode: "apply", "plan-file": "p" }, /plan-hash is missing/],
  [{ mode: "apply", "plan-hash": "h" }, /plan-file is missing/],
  [{ mode: "plan", "plan-file": "p", "plan-hash": "h" }, /plan-file means nothing in mode plan/],
  [{ mode: "apply", "plan-file": "p", "plan-hash": "h", "dry-run": "true" }, /dry-run and plan-file/],
  [{ mode: "apply", "plan-file": "p", "plan-hash": "h", unattended: "true" }, /unattended and plan-file/],
  [{ mode: "verify", unattended: "true" }, /unattended means nothing in mode verify/],
  [{ mode: "verify", "dry-run": "true" }, /dry-run means nothing in mode verify/],
  [{ mode: "verify", subscriptions: "s" }, /subscriptions means nothing in mode verify/],
  [{ mode: "rollback" }, /capsule-file is missing/],
  [{ mode: "plan", "capsule-file": "c" }, /capsule-file means nothing in mode plan/],
  [{ mode: "discover", "masked-ids": "true" }, /masked-ids is true in mode discover/],
  [{ mode: "discover", shard: "0" }, /shard "0"/],
  [{ mode: "discover", shard: "1.5" }, /shard "1\.5"/],
  [{ mode: "plan", estate: "fleet" }, /estate means nothing in mode plan/],
  [{ mode: "demo", "tracking-issue": "true" }, /tracking-issue means nothing in mode demo/],
  [{ mode: "discover", "comment-summary-in-pr": "always" }, /comment-summary-in-pr means nothing in mode discover/],
  [{ mode: "apply", "capsule-hash": "h" }, /capsule-hash means nothing in mode apply/],
  [{ mode: "diagnose", "client-ranges": "203.0.113.0/24, 203.0.113.0/33" }, /client-ranges: "203\.0\.113\.0\/33"/],
  [{ mode: "diagnose", "client-ranges": "2001:db8::1" }, /client-ranges: "2001:db8::1" is not an IPv4/],
  [{ mode: "diagnose", "client-ranges": "office" }, /client-ranges: "office"/],
  [{ mode: "diagnose", "wait-minutes": "-1" }, /wait-minutes is "-1"/],
  [{ mode: "diagnose", "wait-minutes": "1441" }, /wait-minutes is "1441"/],
  [{ mode: "diagnose", "wait-minutes": "an hour" }, /wait-minutes is "an hour"/],
  [{ mode: "verify", "answers-file": "a" }, /answers-file means nothing in mode verify/],
  [{ mode: "verify", "pac-file": "a" }, /pac-file means nothing in mode verify/],
  [{ mode: "plan", "client-ranges": "203.0.113.7" }, /client-ranges means nothing in mode plan/],
  [{ mode: "apply", "wait-minutes": "5" }, /wait-minutes means nothing in mode apply/],
  [{ mode: "heartbeat" }, /workflow is missing/],
  [{ mode: "heartbeat", workflow: "r.yml", "max-age-hours": "-3" }, /max-age-hours is "-3"/],
];

test.each(wrong)("%j is one error that names the input, and what to set", async (given, says) => {
  const { code, message, details } = await runErrorOf(() => read(given));
  expect(code).toBe("SFH912");
  expect(message).toMatch(says);
  expect(details.fix).toMatch(/^(Set|Give|Leave) /);
});
