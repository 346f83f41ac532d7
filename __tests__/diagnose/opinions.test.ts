import { expect, test } from "vitest";
import type { Report } from "../../src/report/report.ts";
import type { DiagnosisFact, EstateDocument } from "../../src/twin/estate.ts";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { lock, withoutActions } from "../support/caller-rights.ts";
import { estateNamed, withDocuments, without, withProperties } from "../support/edit-estate.ts";
import { core } from "../support/network-edits.ts";

const hardened = estateNamed("hardened");

async function diagnose(estate: EstateDocument): Promise<Report> {
  return (await runOnTwin(estate)).diagnose();
}

function withFacts(...diagnosis: readonly DiagnosisFact[]): EstateDocument {
  return { ...hardened, facts: { ...hardened.facts, diagnosis } };
}

function ours({ findings }: Report): readonly string[] {
  return findings.filter(({ code }) => code.startsWith("SFH51")).map(({ code, detail }) => `${code} ${detail}`);
}

function toldIn({ diagnosis }: Report): readonly string[] {
  return [...new Set((diagnosis?.opinions ?? []).map(({ category, code, level }) => `${category} ${code} ${level}`))];
}

test("what is judged here with more in hand is shown and no finding again", async () => {
  const estate = withDocuments(
    withProperties(hardened, core, { dhcpOptions: { dnsServers: ["10.20.0.53"] } }),
    lock(hardened.hub, "CanNotDelete"),
  );
  const report = await diagnose(estate);
  expect(toldIn(report)).toEqual(["resourceLock ResourceLock Warning", "dnsResolution CustomDnsInUse Warning"]);
  expect(ours(report)).toEqual([]);
});

test("what could not be judged here, since the networks or the locks can't be read, is a finding", async () => {
  // With a Reader to grant there is something for a lock to forbid, so that locks are asked for.
  const unfinished = without(hardened, /\/privateEndpoints\/[^/]+\/providers\/.*\/roleAssignments\//i);
  const estate = withDocuments(
    withProperties(unfinished, core, { dhcpOptions: { dnsServers: ["10.20.0.53"] } }),
    lock(hardened.hub, "CanNotDelete"),
  );
  expect(ours(await diagnose(estate))).toEqual([]);
  const ofCodes = async (...notActions: readonly string[]): Promise<readonly string[]> =>
    ours(await diagnose(withoutActions(estate, ...notActions))).map((text) => text.split(":")[0] ?? "");
  expect(await ofCodes("Microsoft.Network/virtualNetworks/read")).toEqual([
    "SFH512 Of hub-northwind the service says CustomDnsInUse (dnsResolution)",
  ]);
  expect(await ofCodes("Microsoft.Authorization/locks/read")).toEqual([
    "SFH512 Of hub-northwind the service says ResourceLock (resourceLock)",
  ]);
});

test("information is shown only", async () => {
  const report = await diagnose(
    withFacts({ list: "otherResults", code: "AllGood", level: "INFORMATION", message: "Nothing to do." }),
  );
  expect(toldIn(report)).toEqual(["other AllGood Information"]);
  expect(ours(report)).toEqual([]);
  expect(report.verdict).toBe("private");
});

test("a project is found fault with only for what isn't its hub's too", async () => {
  const project = hardened.resources.find(({ id }) => /\/workspaces\/proj-[^/]+$/.test(id))?.id ?? "";
  const same = { list: "keyVaultResults", code: "Shared", level: "Error", message: "of the vault" };
  const report = await diagnose(
    withFacts(same, {
      ...{ workspace: project, list: "otherResults", code: "Own", level: "Error", message: "of the project" },
    }),
  );
  expect(ours(report)).toEqual([
    "SFH511 Of hub-northwind the service says Shared (keyVault): of the vault",
    `SFH511 Of ${project.split("/").at(-1) ?? ""} the service says Own (other): of the project`,
  ]);
});

test("several of one code are one finding, long ones are cut; the report has them whole", async () => {
  const messages = ["x".repeat(1_000), "second", "third"];
  const report = await diagnose(
    withFacts(
      ...messages.map((message) => ({
        ...{ workspace: hardened.hub, list: "userDefinedRouteResults", code: "Route", level: "Warning", message },
      })),
    ),
  );
  const [found, ...more] = ours(report);
  expect(more).toEqual([]);
  expect(found).toMatch(/Route \(userDefinedRoute\): x{400}… \(and 2 more of this code\)$/);
  expect(report.diagnosis?.opinions.map(({ message }) => message)).toEqual(messages);
});

test("without the right to ask, a note says so and the chain isn't broken by it", async () => {
  const report = await diagnose(
    withoutActions(hardened, "Microsoft.MachineLearningServices/workspaces/diagnose/action"),
  );
  const [first, ...others] = report.findings.filter(({ code }) => code === "SFH513");
  expect(first).toMatchObject({ severity: "note", resourceId: hardened.hub });
  expect(first?.detail).toMatch(
    /hub-northwind: the caller lacks Microsoft\.MachineLearningServices\/workspaces\/diagnose\/action on/,
  );
  expect(first?.fix).toMatch(/Reader doesn't hold it, AzureML Data Scientist does/);
  expect(others.length).toBeGreaterThan(0);
  expect(report.chain?.filter(({ state }) => state === "broken" || state === "not known")).toEqual([]);
  expect(report.chain?.find(({ link }) => link === "own-diagnosis")?.state).toBe("not seen");
  expect(report.verdict).toBe("private");
});
