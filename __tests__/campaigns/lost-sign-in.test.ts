import { afterAll, beforeAll, expect, test } from "vitest";
import { reportSchema } from "../../src/report/report-schema.ts";
import type { Fault } from "../../src/twin/twin.ts";
import { freshApprovedOnly } from "./fresh-estates.ts";
import { buildRunner, openStage, type Program } from "./stage.ts";

let program: Program;
beforeAll(async () => {
  program = await buildRunner();
});
afterAll(() => {
  program.remove();
});

test("a token that can't be renewed while the run sleeps ends it with a report, not the process", async () => {
  const faults: Fault[] = [];
  const stage = await openStage({ ...freshApprovedOnly(), polls: 2, behaviour: { tokenLifetime: 4_000 }, faults });
  try {
    stage.watch({
      after: ({ kind }) => {
        const refusal = { kind: "status", status: 401, code: "invalid_client" } as const;
        if (kind === "write") faults.push({ on: { path: "/oauth2/v2.0/token" }, do: refusal, times: 1_000 });
      },
    });
    // The sleep after the write outlasts the token by far.
    const { code, out } = await stage.start(program, { hurry: 0.5 }).ended;
    const report = reportSchema.parse(JSON.parse(out));
    expect([code, report.verdict, report.errors.map((error) => error.code)]).toEqual([1, "failed", ["SFH906"]]);
    expect(report.steps.map(({ state }) => state).slice(0, 2)).toEqual(["failed", "planned"]);
  } finally {
    await stage.close();
  }
});
