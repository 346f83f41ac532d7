import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { estateNamed } from "../support/edit-estate.ts";
import { runProgram } from "../support/run-program.ts";
import { cleanEnvironment, serveEstate } from "./served-estate.ts";
import type { ServedEstate } from "./served-estate.ts";

let served: ServedEstate;
beforeAll(async () => {
  served = await serveEstate(estateNamed("hardened"));
});
afterAll(() => served.close());

/** The lines that docs/twin.md gives for the Azure CLI, with this twin's values in them. */
function documentedLines(): string {
  const page = readFileSync(path.resolve(import.meta.dirname, "../../docs/twin.md"), "utf8");
  const [, block = ""] = /## Use the Azure CLI on it[\s\S]*?```sh\n([\s\S]*?)```/.exec(page) ?? [];
  const { clientId, clientSecret, tenantId } = served.credentials;
  const values = { CAFILE: served.caFile, CLIENTID: clientId, CLIENTSECRET: clientSecret, TENANTID: tenantId };
  const told = Object.entries(values).reduce(
    (text, [name, value]) => text.replace(new RegExp(`\\b${name}\\b`, "g"), value),
    block,
  );
  return told.replace(/ ARM$/m, ` ${served.arm}`);
}

test("the lines that docs/twin.md gives for the Azure CLI list the estate's resources", async () => {
  const az = `az() { '${inject("azureCliPython")}' -m azure.cli "$@"; }`;
  const { PATH = "" } = process.env;
  const env = { ...cleanEnvironment(served), PATH };
  const ended = await runProgram("bash", ["-euo", "pipefail", "-c", `${az}\n${documentedLines()}`], env);
  expect([ended.code, ended.err]).toEqual([0, expect.stringContaining("Switched active cloud to 'Twin'")]);
  expect(ended.out).toContain("stnorthwindai");
});
