import { describe, expect, test } from "vitest";
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
  [{ mode: "plan" }, false],
  [{ mode: "verify" }, true],
  [{ mode: "apply" }, true],
  [{ mode: "plan", "fail-on-drift": "true" }, true],
  [{ mode: "verify", "fail-on-drift": "False" }, false],
  [{ mode: "apply", "fail-on-drift": "false" }, true],
])("%j fails on drift: %j", (given, expected) => {
  expect(read(given).failsOnDrift).toBe(expected);
});

test("the environment is read as azure/login writes it", () => {
  expect(read({ mode: "plan", environment: "AzureUSGovernment" }).choices.environment).toBe("azureusgovernment");
});

describe("one error that names the input, for", () => {
  test.each([
    [{}, /mode is missing/],
    [{ mode: "aply" }, /mode is "aply"/],
    [{ mode: "plan", environment: "azurestack" }, /environment is "azurestack"/],
    [{ mode: "apply", "all-or-nothing": "yes" }, /all-or-nothing is "yes"/],
    [{ mode: "plan", "client-id": "x" }, /tenant-id is missing/],
    [{ mode: "plan", "tenant-id": "x" }, /client-id is missing/],
    [{ mode: "plan", audience: "api://x" }, /audience is given without client-id/],
    [{ mode: "plan", "masked-ids": "yes" }, /masked-ids is "yes"/],
  ])("%j", (given, says) => {
    expect(() => read(given)).toThrow(says);
    expect(() => read(given)).toThrow(expect.objectContaining({ code: "SFH912" }));
  });
});
