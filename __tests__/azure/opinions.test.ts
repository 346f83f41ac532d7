import { describe, expect, test } from "vitest";
import { readOpinions } from "../../src/azure/opinions.ts";
import type { Opinion } from "../../src/snapshot/opinion.ts";
import type { Read } from "../../src/snapshot/read.ts";
import { areRecordingsThere, loadRecordings, type Interaction } from "../conformance/recording.ts";
import { runErrorOf } from "../support/run-error.ts";
import { createScriptedArm, type ScriptedResponse } from "../support/scripted-arm.ts";

const workspace =
  "/subscriptions/6a6a6a6a-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.MachineLearningServices/workspaces/hub1";
const result =
  "https://management.azure.com/subscriptions/6a6a6a6a-0000-4000-8000-000000000001/providers/Microsoft.MachineLearningServices/locations/westus3/workspaceOperationsStatus/op?api-version=2023-04-01-preview&type=location";
const accepted: ScriptedResponse = { status: 202, headers: { location: result } };
const running: ScriptedResponse = { status: 202, headers: { location: result } };

/** The answers one after the other; the last one goes on. */
async function diagnose(
  ...answers: readonly ScriptedResponse[]
): Promise<{ readonly read: Read<readonly Opinion[]>; readonly waitedMs: number; readonly polled: readonly URL[] }> {
  const { arm, clock, asked } = createScriptedArm(
    (_, count) => answers[Math.min(count, answers.length) - 1] ?? { status: 500 },
  );
  const begun = clock.now();
  const read = await readOpinions(arm, clock, workspace);
  return { read, waitedMs: clock.now() - begun, polled: asked.slice(1).map(({ url }) => url) };
}

function done(value: unknown): ScriptedResponse {
  return { status: 200, body: { value } };
}

test("the operation is asked for with an empty value, and polled to its result", async () => {
  const { arm, clock, asked } = createScriptedArm(
    (_, count) => [accepted, running, running][count - 1] ?? done({ dnsResolutionResults: [] }),
  );
  expect(await readOpinions(arm, clock, workspace)).toEqual({ is: "known", value: [] });
  const [posted, ...polls] = asked;
  expect(posted).toMatchObject({ method: "POST", body: { value: {} } });
  expect(posted?.url.pathname).toBe(`${workspace}/diagnose`);
  expect(polls.map(({ method, url }) => [method, url.href])).toEqual(Array.from({ length: 3 }, () => ["GET", result]));
});

test("every list counts, by its own name; levels in any casing, and an unknown one as a warning", async () => {
  const { read } = await diagnose(
    accepted,
    done({
      dnsResolutionResults: [{ code: "CustomDnsInUse", level: "warning", message: "m1" }],
      storageAccountResults: [{ code: "DependencyResourceNotExist", level: "ERROR", message: "m2" }],
      somethingNewResults: [
        { code: "New", level: "information", message: "m3" },
        { code: "Newer", level: "constructor", message: "m4" },
        "no result",
      ],
      otherResults: null,
    }),
  );
  expect(read).toEqual({
    is: "known",
    value: [
      { category: "dnsResolution", code: "CustomDnsInUse", level: "Warning", message: "m1" },
      { category: "storageAccount", code: "DependencyResourceNotExist", level: "Error", message: "m2" },
      { category: "somethingNew", code: "New", level: "Information", message: "m3" },
      { category: "somethingNew", code: "Newer", level: "Warning", message: "m4" },
    ],
  });
});

describe("what comes to no result is unknown, and says why", () => {
  const refusal = {
    error: {
      code: "AuthorizationFailed",
      message: `The client 'a' with object id 'b' does not have authorization to perform action 'Microsoft.MachineLearningServices/workspaces/diagnose/action' over scope '${workspace}' or the scope is invalid.`,
    },
  };
  test.each<[string, readonly ScriptedResponse[], RegExp]>([
    [
      "a refusal names the action",
      [{ status: 403, body: refusal }],
      /lacks Microsoft\.MachineLearningServices\/workspaces\/diagnose\/action on/,
    ],
    [
      "a bad request",
      [{ status: 400, body: { error: { code: "UserError", message: "not for hubs" } } }],
      /not for hubs/,
    ],
    ["no place to look for the result", [{ status: 202 }], /didn't say where/],
    [
      "a failed operation",
      [accepted, { status: 500, body: "" }, { status: 400, body: { error: { code: "Broken", message: "inside" } } }],
      /Azure ended it with Broken: inside/,
    ],
    [
      "one that fails with a 200",
      [accepted, { status: 200, body: { status: "Failed", error: { code: "Broken", message: "inside" } } }],
      /Azure ended it with Broken: inside/,
    ],
    [
      "one nobody remembers",
      [accepted, { status: 404, body: { error: { code: "NotFound", message: "m" } } }],
      /forgot/,
    ],
    ["another shape", [accepted, { status: 200, body: { status: "Succeeded" } }], /without a result/],
    ["no body at all", [accepted, { status: 200 }], /without a result/],
  ])("%s", async (_, answers, why) => {
    const { read } = await diagnose(...answers);
    expect(read.is === "unknown" ? read.why : read.is).toMatch(why);
  });

  test("one that never ends is given up after five minutes", async () => {
    const { read, waitedMs } = await diagnose(accepted, running);
    expect(read).toEqual({ is: "unknown", why: "it had not ended after 5 minutes" });
    expect(waitedMs).toBe(300_000);
  });

  test("one that wants to be asked again at once is asked once a second, and given up as well", async () => {
    const { read, waitedMs, polled } = await diagnose(accepted, { ...running, headers: { "retry-after": "0" } });
    expect(read).toEqual({ is: "unknown", why: "it had not ended after 5 minutes" });
    expect(waitedMs).toBe(300_000);
    expect(polled).toHaveLength(301);
  });

  test("time that the polls themselves take counts", async () => {
    const { arm, clock } = createScriptedArm((_, count) => {
      if (count > 1) clock.advance(60_000);
      return count === 1 ? accepted : running;
    });
    const begun = clock.now();
    expect((await readOpinions(arm, clock, workspace)).is).toBe("unknown");
    expect(clock.now() - begun).toBe(320_000);
  });

  test("one that wants to be asked in an hour is given up at once", async () => {
    const { read, waitedMs } = await diagnose(accepted, { ...running, headers: { "retry-after": "3600" } });
    expect(read.is).toBe("unknown");
    expect(waitedMs).toBe(0);
  });
});

test("a workspace that isn't there is absent", async () => {
  const { read } = await diagnose({ status: 404, body: { error: { code: "ResourceNotFound", message: "m" } } });
  expect(read).toEqual({ is: "absent" });
});

test("a result at another host is not asked for: the token goes with it", async () => {
  const error = await runErrorOf(() => diagnose({ status: 202, headers: { location: "https://evil.example/op" } }));
  expect(error.code).toBe("SFH913");
});

function respond({ status, headers, body }: Interaction): ScriptedResponse {
  return { status, headers, body: body ?? "" };
}

// The recordings stand beside the repository, where they are there at all.
test.runIf(areRecordingsThere)("recorded traffic is read to the end", async () => {
  const recorded = loadRecordings().find(({ name }) => name === "machinelearning/workspace-diagnose.json");
  const [posted, ...polls] = (recorded?.interactions ?? []).filter(({ url }) => !url.search.includes("type=async"));
  const { read } = await diagnose(...[posted, ...polls].flatMap((one) => (one === undefined ? [] : [respond(one)])));
  expect(read).toMatchObject({ is: "known" });
  const found = read.is === "known" ? read.value.map(({ category, code, level }) => [category, code, level]) : [];
  expect(found).toEqual([
    ["storageAccount", "DependencyResourceNotExist", "Error"],
    ["storageAccount", "UnableToCheckDependencyResource", "Warning"],
    ["keyVault", "DependencyResourceNotExist", "Error"],
    ["keyVault", "UnableToCheckDependencyResource", "Warning"],
    ["applicationInsights", "DependencyResourceNotExist", "Error"],
  ]);
});
