import { expect, test } from "vitest";
import type { RunnerFacts } from "../../src/snapshot/runner.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { estateNamed, find, withProperties } from "../support/edit-estate.ts";
import { blob, declared, hardened, resolving, seenInside } from "./inside.ts";

/** What a machine outside is said to see, by what is known of where it is. */
async function standingOutside(runner: RunnerFacts | undefined, estate: EstateDocument = hardened) {
  const report = await (await runOnTwin(estate, runner === undefined ? {} : { runner })).diagnose();
  return { ...report.diagnosis?.vantage, codes: report.findings.map(({ code }) => code) };
}

/** An address as hosted runners have: it may lie in one of your ranges. */
const hosted: RunnerFacts = { network: undefined, addresses: ["10.20.0.7"] };

test.each([
  ["nothing known of it", undefined, "public side", /none of its addresses/],
  ["an address elsewhere", { network: undefined, addresses: ["192.0.2.7"] }, "public side", /none of its addresses/],
  ["a private address that fits by chance", hosted, "not known", /10\.20\.0\.7 .* may be chance; runnerNetwork/],
  [
    "a network said of which nothing is read",
    { network: `${declared.network ?? ""}x`, addresses: [] },
    "not known",
    /nothing could be read/,
  ],
] as const)("a machine with %s sees nothing private, and nothing is judged by it", async (_, runner, sees, why) => {
  const standing = await standingOutside(runner);
  expect(standing.sees).toBe(sees);
  expect(standing.why).toMatch(why);
  expect(standing.codes.filter((code) => code.startsWith("SFH7"))).toEqual([]);
});

test("a name that resolves to its endpoint proves what nothing says", async () => {
  const run = await runOnTwin(hardened);
  const { diagnosis, verdict } = await run.diagnose({ vantage: seenInside(run.twin) });
  expect(diagnosis?.vantage.sees).toBe("private side");
  expect(diagnosis?.vantage.why).toMatch(/resolves to pe-hub-northwind here/);
  expect(verdict).toBe("private");
});

test("a machine that is said to be in the network is judged by it, though nothing resolves", async () => {
  const standing = await standingOutside(declared);
  expect(standing).toMatchObject({ sees: "private side", why: "it is in vnet-northwind-core" });
  expect(standing.codes).toContain("SFH701");
});

test("a network without a private endpoint near it is the public side", async () => {
  const lonely = estateNamed("subnet-and-resource-rules");
  const branch = find(lonely, "/virtualNetworks/vnet-fourthcoffee-branch").id;
  const standing = await standingOutside({ network: branch, addresses: [] }, lonely);
  expect(standing).toMatchObject({ sees: "public side" });
  expect(standing.why).toMatch(/no private endpoint is there or next to it/);
});

test("the names of an endpoint in a network that isn't near may be public here with good reason", async () => {
  const elsewhere = withProperties(hardened, "/privateEndpoints/pe-stnorthwindai-blob", {
    subnet: { id: `${declared.network ?? ""}-elsewhere/subnets/default` },
  });
  for (const [estate, codes] of [
    [hardened, ["SFH701"]],
    [elsewhere, []],
  ] as const) {
    const run = await runOnTwin(estate);
    const vantage = resolving(run.twin, blob, { is: "addresses", addresses: ["20.60.1.2"] });
    const { findings } = await run.diagnose({ vantage });
    expect(findings.map(({ code }) => code).filter((code) => code.startsWith("SFH7"))).toEqual(codes);
  }
});
