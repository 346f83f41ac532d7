/** Secrets put wherever a service could echo one: none of them comes out of a run, in whatever form it tells of itself. */
import { describe, expect, it } from "vitest";
import { renderJson } from "../../src/report/json.ts";
import { renderMarkdown } from "../../src/report/markdown.ts";
import { renderSarif } from "../../src/report/sarif.ts";
import { renderText } from "../../src/report/text.ts";
import { noConfig } from "../../src/spec/config-places.ts";
import { describeEvent } from "../../src/cli/progress.ts";
import { annotationsOf } from "../../action/annotations.ts";
import { describeError } from "../../src/cli/show-error.ts";
import type { Report } from "../../src/report/report.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import type { Fault } from "../../src/twin/twin.ts";
import { estateNamed, find, withDocuments, withProperties } from "../support/edit-estate.ts";
import { memoryCapsule } from "../support/memory-capsule.ts";
import { closeEverything, memoryJournal, runOnTwin } from "../runbook/run-on-twin.ts";

const canaries = {
  token: "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJvaWQiOiJjYW5hcnkifQ.c2lnbmF0dXJlLWNhbmFyeQ",
  opaque: "canary-opaque-token",
  signature: "canarysig%2Bsig",
  key: `${"canarykey".repeat(9)}abcde==`,
  secret: "abc8Q~canarysecretcanarysecretcanary12",
  assertion: "canaryassertion",
};
const { token, opaque, signature, key, secret, assertion } = canaries;

/** What a careless service might say. */
const echo = [
  `Bearer ${opaque}`,
  token,
  `https://st.blob.core.windows.net/c?sv=2024&sig=${signature}`,
  `AccountKey=${key}`,
  `the key ${key}`,
  `client_secret=${secret}`,
  `"client_assertion": "${assertion}"`,
  secret,
].join(" ; ");

const fresh = estateNamed("fresh-approved-only");
const storage = find(fresh, "/storageAccounts/stnorthwindai").id;

const said = (status: number, path: RegExp, method: string, code = "BadRequest"): Fault => ({
  on: { method, path },
  do: { kind: "status", status, code, message: echo },
  times: 1_000_000,
});

/** Secrets in what is read: a rule's failure, a connection's target and description, tags, a policy's name. */
function planted(): EstateDocument {
  const rule = fresh.resources.find((d) => /\/outboundRules\//i.test(d.id))?.id ?? "";
  const failed = withProperties(fresh, rule, { status: "Failed", errorInformation: { message: echo } });
  const tagged: EstateDocument = {
    ...failed,
    resources: failed.resources.map((d) => (d.id === storage ? { ...d, tags: { note: echo } } : d)),
  };
  const connection = `${fresh.hub}/connections/canary`;
  return withDocuments(tagged, {
    id: connection,
    name: "canary",
    type: "Microsoft.MachineLearningServices/workspaces/connections",
    properties: {
      ...{ authType: "SAS", category: "GenericHttp", isSharedToAll: true },
      ...{ target: `not a url ${echo}`, metadata: { note: echo } },
    },
  });
}

const cases: readonly (readonly [string, EstateDocument, readonly Fault[]])[] = [
  ["in what is read", planted(), []],
  ["by a refused read of the hub", fresh, [said(403, /\/workspaces\/[^/]+$/i, "GET", "AuthorizationFailed")]],
  ["by refused lists", fresh, [said(403, /\/(connections|outboundRules|roleAssignments|locks)$/i, "GET", "Forbidden")]],
  ["by a refused rule", fresh, [said(400, /\/outboundRules\//i, "PUT")]],
  ["by a busy rule", fresh, [said(409, /\/outboundRules\//i, "PUT", "Conflict")]],
  ["by a refused grant", fresh, [said(403, /\/roleAssignments\//i, "PUT", "AuthorizationFailed")]],
  ["by a refused closing", fresh, [said(403, /\/storageAccounts\/[^/]+$/i, "PATCH", "RequestDisallowedByPolicy")]],
  ["by a server at fault", fresh, [said(500, /\/(vaults|registries)\/[^/]+$/i, "PATCH", "InternalServerError")]],
  [
    "by a failed operation",
    fresh,
    [
      {
        on: { method: "POST", path: "provisionManagedNetwork" },
        do: { kind: "failOperation", code: "Failed", message: echo },
      },
    ],
  ],
];

describe("a secret that Azure echoes", () => {
  it.each(cases)("%s is in no output", async (_where, estate, faults) => {
    const journal = memoryJournal();
    const capsule = memoryCapsule();
    const run = await runOnTwin(estate, { faults, journal, capsule, spec: closeEverything() });
    const decidedBy = { spec: closeEverything(), places: noConfig };
    const told: string[] = [];
    for (const go of [run.plan, run.apply, run.verify, () => run.rollback()]) {
      try {
        const report: Report = await go();
        told.push(renderJson(report), renderText(report), renderMarkdown(report), renderSarif(report, decidedBy));
        told.push(JSON.stringify(annotationsOf(report, decidedBy)));
      } catch (error) {
        told.push(JSON.stringify(describeError(error)), String(error));
      }
    }
    told.push(...run.events.map(describeEvent));
    // A poll URL is kept word for word, or nobody could follow it: its signature is ARM's, for that URL alone.
    told.push(...journal.kept.map((entry) => JSON.stringify({ ...entry, operationUrl: "" })));
    told.push(JSON.stringify(await capsule.writes()));
    told.push(...run.requests.map((request) => JSON.stringify(request)));
    const all = told.join("\n");
    const found = Object.entries(canaries).filter(([, canary]) => all.includes(canary));
    expect(found.map(([name]) => name)).toEqual([]);
    expect(all).not.toContain(run.twin.credentials.clientSecret);
    expect(all.length).toBeGreaterThan(1_000);
  });
});
