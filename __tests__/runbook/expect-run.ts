/** Runs an estate the way its expectation says and collects every difference as a sentence: an empty list is a pass. */
import { expect } from "vitest";
import type { ArmDocument, EstateDocument } from "../../src/twin/estate.ts";
import { exitCodeOf } from "../../src/report/verdict.ts";
import type { Report } from "../../src/report/report.ts";
import {
  compareFindings,
  compareMended,
  comparePreserved,
  compareRefusals,
  compareWrites,
  findForbidden,
  valueAt,
  type Expectation,
  type SeenWrite,
} from "../support/expectation.ts";
import { closeEverything, runOnTwin, type TwinRun } from "./run-on-twin.ts";

export async function expectRun(estate: EstateDocument, expectation: Expectation): Promise<void> {
  const openAt = new Map<string, readonly string[]>();
  const spec = closeEverything({ accept: await acceptedBy(expectation, estate) });
  const run: TwinRun = await runOnTwin(estate, {
    spec,
    onChange: (change) => {
      if (change.method === "PATCH") openAt.set(change.id.toLowerCase(), openPaths(run.twin.documents()));
    },
  });

  const plan = await run.plan();
  expect(run.writes(), "a plan writes nothing").toEqual([]);
  expect(verdictFaults(expectation.verdict.plan, plan)).toEqual([]);
  expect(compareFindings(expectation, plan.findings, true)).toEqual([]);
  expect(compareRefusals(expectation, plan)).toEqual([]);

  const applied = await run.apply();
  const writes = run.writes();
  const seen = writes.map((w): SeenWrite => ({
    method: w.method,
    id: w.id,
    body: w.body,
    openPaths: openAt.get(w.id.toLowerCase()) ?? [],
  }));
  expect(writes.filter((w) => w.status >= 400)).toEqual([]);
  expect(compareWrites(expectation, seen)).toEqual([]);
  expect(findForbidden(expectation, run.twin.log)).toEqual([]);
  expect(verdictFaults(expectation.verdict.apply, applied)).toEqual([]);
  expect(compareMended(expectation, applied)).toEqual([]);
  expect(compareRefusals(expectation, applied)).toEqual([]);
  expect(comparePreserved(expectation, run.twin.documents())).toEqual([]);

  const again = await run.apply();
  expect(run.writes().length, "what is right already is not written again").toBe(writes.length);
  expect(again.steps.filter((s) => s.state !== "refused")).toEqual([]);
  if (expectation.verdict.second !== undefined) expect(exitCodeOf(again.verdict)).toBe(expectation.verdict.second.exit);
}

function verdictFaults(
  due: { readonly verdict?: string | string[] | undefined; readonly exit: number } | undefined,
  report: Report,
): readonly string[] {
  if (due === undefined) return [];
  const allowed = due.verdict === undefined ? [report.verdict] : [due.verdict].flat();
  return allowed.includes(report.verdict) && (exitCodeOf(report.verdict) === due.exit || allowed.length > 1)
    ? []
    : [
        `${report.command} ended ${report.verdict}, expected ${allowed.join(" or ")} (exit ${String(due.exit)}): ${JSON.stringify(report.errors)}`,
      ];
}

/** The expectation names a door in words; its last word is the service's name. The code is the one the refusal shows. */
async function acceptedBy(expectation: Expectation, estate: EstateDocument): Promise<readonly unknown[]> {
  if (expectation.spec.accepted.length === 0) return [];
  const plan = await (await runOnTwin(estate, { spec: closeEverything() })).plan();
  const acceptable = plan.steps.flatMap((step) => step.refusals).flatMap((refusal) => refusal.acceptable ?? []);
  return expectation.spec.accepted.map(({ origin, door, reason }) => {
    const name = door.split(" ").at(-1) ?? door;
    const loss = acceptable.find(
      (a) =>
        a.resource.toLowerCase().endsWith(`/${name.toLowerCase()}`) && a.origin.toLowerCase() === origin.toLowerCase(),
    );
    return { ...loss, reason };
  });
}

/** Destinations whose rule is Active and whose connection is Approved on the target. */
function openPaths(documents: readonly ArmDocument[]): readonly string[] {
  const approved = new Set(
    documents
      .filter((d) => /\/privateEndpointConnections\//i.test(d.id))
      .filter((d) => valueAt(d, "properties.privateLinkServiceConnectionState.status") === "Approved")
      .map((d) => String(valueAt(d, "properties.privateEndpoint.id")).split("/").at(-1)?.toLowerCase()),
  );
  return documents
    .filter((d) => /\/outboundRules\//i.test(d.id) && valueAt(d, "properties.status") === "Active")
    .filter((d) => approved.has(d.id.split("/").at(-1)?.toLowerCase()))
    .map((d) =>
      `${String(valueAt(d, "properties.destination.serviceResourceId"))}|${String(valueAt(d, "properties.destination.subresourceTarget"))}`.toLowerCase(),
    );
}
