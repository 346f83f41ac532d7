import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runOnTwin, type TwinRun } from "../runbook/run-on-twin.ts";
import { estateNamed } from "../support/edit-estate.ts";
import { withoutIpConfigurations } from "../support/network-edits.ts";
import { actionOf } from "./actions-used.ts";

function actionsIn({ twin }: TwinRun): ReadonlySet<string> {
  return new Set(twin.log.flatMap((entry) => actionOf(entry) ?? []));
}

test("the page on permissions names what a diagnosis asks for besides what verify does, and no more", async () => {
  // Where subnets don't list what stands in them, the lists are asked too.
  const estate = withoutIpConfigurations(estateNamed("hardened"));
  const [verified, diagnosed] = [await runOnTwin(estate), await runOnTwin(estate)];
  await verified.verify();
  await diagnosed.diagnose();
  const before = actionsIn(verified);
  const besides = [...actionsIn(diagnosed)].filter((action) => !before.has(action)).sort();

  const page = readFileSync(new URL("../../docs/permissions.md", import.meta.url), "utf8");
  const [, section = ""] = /## For a diagnosis\n([\s\S]*?)\n## /.exec(page) ?? [];
  const named = [...section.matchAll(/^\| `([^`]+)`/gm)].flatMap(([, action = ""]) => action.toLowerCase()).sort();
  expect(named).toEqual(besides);
});
