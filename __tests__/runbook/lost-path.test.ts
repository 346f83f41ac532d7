import { describe, expect, it } from "vitest";
import { computeReach } from "../../src/twin/reach/reach.ts";
import { estateNamed, find } from "../support/edit-estate.ts";
import { valueAt } from "../support/expectation.ts";
import { askTwin, visitTwin, type AskTwin } from "../support/in-process.ts";
import { runOnTwin, type TwinRun } from "./run-on-twin.ts";

const fresh = estateNamed("fresh-approved-only");
const storage = find(fresh, "/storageAccounts/stnorthwindai").id;
const isPublic = (run: TwinRun): boolean =>
  computeReach(run.twin.estate()).some((r) => r.origin.kind === "internet" && r.door.resource === storage && r.isOpen);

/** Somebody rejects the customer's blob endpoint in the very moment in which storage closes. */
async function runWithRejection(): Promise<TwinRun> {
  const endpoint = find(fresh, "/privateEndpoints/pe-stnorthwindai-blob").id;
  const connection = fresh.resources.find(
    (d) => d.id.includes("/privateEndpointConnections/") && valueAt(d, "properties.privateEndpoint.id") === endpoint,
  );
  let ask: AskTwin = async () => 0;
  const run = await runOnTwin(fresh, {
    onEvent: (event) => {
      if (event.is !== "step started" || event.step.step.kind !== "close-public-access") return;
      const properties = { privateLinkServiceConnectionState: { status: "Rejected", description: "not me" } };
      void ask("PUT", connection?.id ?? "", { properties });
    },
  });
  ask = await visitTwin(run.twin);
  return run;
}

describe("a path lost with a closing", () => {
  it("stops the run before the next door, and the line it prints opens the door again", async () => {
    const run = await runWithRejection();
    const report = await run.apply();
    expect(report.verdict).toBe("failed");
    const [error] = report.errors;
    expect(error?.code).toBe("SFH915");
    expect(error?.message).toContain("vnet-northwind-core");
    expect(
      run
        .writes()
        .filter((w) => w.method === "PATCH")
        .map((w) => w.id),
    ).toEqual([storage]);
    expect(isPublic(run)).toBe(false);

    const [, id = "", settings = ""] = /az resource update --ids (\S+) --set (.+)$/.exec(error?.fix ?? "") ?? [];
    const said = (name: string): string => new RegExp(`properties\\.${name}=(\\w+)`).exec(settings)?.[1] ?? "";
    const properties = {
      publicNetworkAccess: said("publicNetworkAccess"),
      networkAcls: { defaultAction: said("networkAcls\\.defaultAction") },
    };
    await askTwin(run.twin, "PATCH", id, { properties });
    expect(isPublic(run)).toBe(true);
  });

  it("is a loss that the report shows: the paths are those read after the write", async () => {
    const report = await (await runWithRejection()).apply();
    const lost = report.paths.find((p) => p.from.includes("vnet-northwind-core") && p.to === "stnorthwindai blob");
    expect([lost?.before, lost?.after]).toEqual(["open", "blocked"]);
  });
});
