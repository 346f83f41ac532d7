/** The lines that mend private DNS, as a shell and the Azure CLI take them: run in their order, they mend it. */
import { execFileSync } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { azureDnsCases } from "../diagnose/cases/azure-dns.ts";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { subscriptionsOf, withMoreRoles, type CallerRole } from "../support/caller-rights.ts";
import { signedInAz } from "./azure-cli.ts";
import { serveEstate } from "./served-estate.ts";
import type { ServedEstate } from "./served-estate.ts";

let served: ServedEstate | undefined;
afterEach(() => served?.close());

/** Whoever mends may do more than the program, which writes nothing there. */
function networkWriter(estate: EstateDocument): CallerRole {
  return { actions: ["Microsoft.Network/*"], scopes: subscriptionsOf(estate) };
}

/** The arguments a POSIX shell makes of a line, without the program's name. */
function argumentsOf(line: string): readonly string[] {
  const said = execFileSync("sh", ["-c", `set -- ${line}; shift; printf '%s\\n' "$@"`], { encoding: "utf8" });
  return said.trimEnd().split("\n");
}

const mended = [
  "the hub's endpoint was made without DNS integration: no zone, no zone group",
  "the zone that a zone group names is gone",
  "the notebooks zone isn't linked to the hub endpoint's network",
  "the network is linked to an empty zone of the same name",
  "the network is linked to a zone of the same name that others need",
  "a record is left from an endpoint that is gone",
  "an old address stands beside the right one",
  "a network without endpoints is linked to an empty zone",
];

test.each(azureDnsCases.filter(({ what }) => mended.includes(what)))("$code, where $what", async ({ code, estate }) => {
  const report = await (await runOnTwin(estate)).verify();
  const lines = report.findings
    .filter((f) => f.code === code)
    .flatMap((f) => f.mendLines ?? [])
    .flatMap((one) => (one.tool === "az" ? one.lines : []));
  served = await serveEstate(withMoreRoles(estate, networkWriter(estate)), {});
  const az = await signedInAz(served);
  for (const line of lines) await az.json(...argumentsOf(line));
  const after = await (await runOnTwin(served.estate())).verify();
  expect(after.findings.filter((f) => f.code.startsWith("SFH6")).map((f) => f.detail)).toEqual([]);
  expect(lines.length).toBeGreaterThan(0);
});

test("every shape of lines is among them", () => {
  expect(azureDnsCases.filter(({ what }) => mended.includes(what))).toHaveLength(mended.length);
});
