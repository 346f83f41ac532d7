import { readFileSync } from "node:fs";
import { request } from "node:https";
import { performance } from "node:perf_hooks";
import { afterEach, describe, expect, test } from "vitest";
import { cli, runCli, scratchFile, start, startTwin } from "./spawned.ts";
import type { SpawnedTwin } from "./spawned.ts";

const served: SpawnedTwin[] = [];
afterEach(async () => {
  for (const twin of served.splice(0)) await twin.stop();
});

async function serve(estate: string, args: readonly string[]): Promise<SpawnedTwin> {
  const twin = await startTwin(estate, args);
  served.push(twin);
  return twin;
}

/** The status of a request over TLS, or the code it was cut off with. */
function ask(twin: SpawnedTwin, method: string, path: string, body = ""): Promise<number | string> {
  return new Promise((resolve) => {
    const asked = request(`${twin.arm}${path}`, { method, ca: readFileSync(twin.caFile) }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode ?? 0));
    });
    asked.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "error"));
    asked.end(body);
  });
}

describe("twin", () => {
  test("disturbs requests as its faults say, and gets its power back", async () => {
    const faults = scratchFile(
      "faults.json",
      JSON.stringify([
        { on: { path: "/metadata" }, do: { kind: "status", status: 503 } },
        { on: { path: "/metadata", nth: 2 }, do: { kind: "powerCut", when: "after" } },
      ]),
    );
    const twin = await serve("hardened", ["--faults", faults]);
    const metadata = "/metadata/endpoints?api-version=2022-09-01";
    expect(await ask(twin, "GET", metadata)).toBe(503);
    expect(await ask(twin, "GET", metadata)).toBe("ECONNRESET");
    expect(await ask(twin, "GET", metadata)).toBe("ECONNRESET");
    expect(await ask(twin, "POST", "/_twin/power", '{"on":true}')).toBe(200);
    expect(await ask(twin, "GET", metadata)).toBe(200);
  });

  test("takes its time where it is told to", async () => {
    const twin = await serve("hardened", ["--latency", "300"]);
    const before = performance.now();
    expect(await ask(twin, "GET", "/metadata/endpoints?api-version=2022-09-01")).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(290);
  });

  test("plays the reading of Azure that a behaviour file chooses", async () => {
    const behaviour = scratchFile("behaviour.json", JSON.stringify({ workspacePatch: "sync", pageSize: 3 }));
    const twin = await serve("fleet", ["--behaviour", behaviour]);
    const { code, err } = await runCli(["plan", "--hub", twin.hub], twin.env);
    // Pages of three, and the plan is made of all of them.
    expect([code, err.includes("error")]).toEqual([0, false]);
    expect((await twin.queries()).filter((query) => query.includes("skipToken"))).not.toEqual([]);
  });
});

describe.each([
  [
    "--faults",
    '[{"on":{"nth":0},"do":{"kind":"reset"}},{"on":{},"do":{"kind":"bang"}}]',
    ["0.on.nth: ", "1.do.kind: "],
  ],
  ["--behaviour", '{"secondProvision":201,"pagesize":1}', ["secondProvision: ", "pagesize: "]],
] as const)("twin %s with a wrong file", (option, content, places) => {
  test("says each mistake on a line of its own, with its place, and ends with 1", async () => {
    const file = scratchFile("wrong.json", content);
    const { code, out, err } = await runCli(["twin", "--estate", "hardened", option, file]);
    expect([code, out]).toEqual([1, ""]);
    for (const place of places) expect(err.split("\n").filter((line) => line.includes(place))).toHaveLength(1);
    expect(err).toContain("docs/twin.md");
  });
});

test.each([
  ["--faults", "nowhere.json"],
  ["--latency", "-5"],
  ["--latency", "soon"],
])("twin %s %s is refused", async (option, value) => {
  const { code, out } = await runCli(["twin", "--estate", "hardened", option, value]);
  expect([code, out]).toEqual([1, ""]);
});

test("a twin that is killed leaves its port to the next one", async () => {
  const first = await startTwin("hardened");
  const port = new URL(first.arm).port;
  process.kill(first.pid, "SIGKILL");
  await expect.poll(() => ask(first, "GET", "/_twin/power")).toBe("ECONNREFUSED");
  const again = start(cli, ["twin", "--estate", "hardened", "--port", port]);
  await again.saying("\n");
  again.child.kill("SIGINT");
  expect((await again.ended).code).toBe(0);
});
