import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import type { Discovery } from "../../src/fleet/discovery.ts";
import { readSubscription } from "../../src/fleet/subscriptions.ts";
import { runDiscover } from "../../src/runbook/discover.ts";
import { parseEstate } from "../../src/twin/estate-file.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { withoutRights } from "../cli/estate-variants.ts";
import { estateNamed } from "../support/edit-estate.ts";
import { connectTwin, type ConnectOptions } from "../support/in-process.ts";
import { hubIds, withCopiesOfHub, withoutHubs } from "../support/many-hubs.ts";
import { runErrorOf } from "../support/run-error.ts";

const fleet = estateNamed("fleet");
const [home = "", research = "", finance = ""] = fleet.subscriptions.map(({ subscriptionId }) => subscriptionId);
const readable = hubIds(fleet).filter((id) => !id.includes(finance));

interface Looking extends ConnectOptions {
  readonly subscriptions?: readonly string[];
  readonly shard?: number;
}

async function discover(estate: EstateDocument, looking: Looking = {}): Promise<Discovery> {
  const { subscriptions = [], shard, ...options } = looking;
  const { world } = await connectTwin(estate, options);
  return runDiscover({ world, subscriptions, shard });
}

const idsIn = ({ matrix }: Discovery): readonly string[] => matrix.include.map(({ hub }) => hub);

describe("discovery", () => {
  it("finds the hubs of every subscription in sight, whatever the casing of their kind", async () => {
    const found = await discover(fleet);
    expect(idsIn(found)).toEqual(readable);
    expect(found).toMatchObject({ total: 6, shards: 1, shard: 1, any: true, left: 0 });
    expect(found.subscriptions).toEqual([home, research].sort());
    expect(found.matrix.include.find(({ name }) => name === "hub-study")).toEqual({
      hub: readable.find((id) => id.endsWith("hub-study")),
      name: "hub-study",
      "resource-group": "rg-study",
      "subscription-id": research,
      location: "eastus2",
    });
  });

  it("looks only in the subscriptions given, in any casing, and in one that is given twice once", async () => {
    const given = [research.toUpperCase(), ` /subscriptions/${research}/ `].map(readSubscription);
    const found = await discover(fleet, { subscriptions: given });
    expect(idsIn(found)).toEqual(readable.filter((id) => id.includes(research)));
    expect(found.subscriptions).toEqual([research]);
  });

  it("never leaves out a subscription that can't be seen: it ends with what to grant", async () => {
    const error = await runErrorOf(() => discover(fleet, { subscriptions: [home, finance] }));
    expect(error.code).toBe("SFH403");
    expect(error.message).toContain(finance);
    expect(error.message).not.toContain(home);
    expect(error.details.fix).toContain(
      `--assignee-object-id ${fleet.caller.objectId} --assignee-principal-type ServicePrincipal --role "Reader" --scope "/subscriptions/${finance}"`,
    );
  });

  it("ends where the caller can see no subscription: that isn't the same as no hub", async () => {
    const error = await runErrorOf(() => discover(withoutRights(fleet)));
    expect([error.code, error.message]).toEqual(["SFH403", expect.stringContaining("no subscription")]);
  });

  it("takes ids in odd casings as they are, and gives the parts of them", async () => {
    const odd = (id: string): string => id.replace("resourceGroups/rg-sandbox", "RESOURCEGROUPS/Rg-SandBox");
    const spelled = { ...fleet, resources: fleet.resources.map((d) => ({ ...d, id: odd(d.id), ...kindOf(d.id) })) };
    const found = await discover(spelled);
    expect(found.hubs.find(({ name }) => name === "hub-sandbox")).toMatchObject({
      id: odd(readable.find((id) => id.endsWith("hub-sandbox")) ?? ""),
      resourceGroup: "Rg-SandBox",
    });
    expect(found.total).toBe(readable.length);
  });

  it("of no hubs is an empty matrix that says so", async () => {
    expect(await discover(withoutHubs(fleet))).toMatchObject({
      hubs: [],
      total: 0,
      any: false,
      matrix: { include: [] },
    });
  });

  it("reads every page, and every hub is in exactly one shard", async () => {
    const estate = withCopiesOfHub(fleet, 2_300);
    const [first, ...rest] = await Promise.all([1, 2, 10].map((shard) => discover(estate, { shard })));
    const expected = hubIds(estate).filter((id) => !id.includes(finance));
    expect(first?.hubs.map(({ id }) => id)).toEqual(expected);
    expect(first).toMatchObject({ total: 2_306, shards: 10, left: 2_050 });
    expect([first, ...rest].map((found) => found && idsIn(found))).toEqual([
      expected.slice(0, 256),
      expected.slice(256, 512),
      expected.slice(2_304),
    ]);
  });

  it.each(["government", "china"])("works in the cloud of the estate %s", async (name) => {
    const estate = estateNamed(name);
    expect(idsIn(await discover(estate))).toEqual(hubIds(estate));
  });
});

function kindOf(id: string): { readonly kind?: string } {
  return id.endsWith("/workspaces/hub-sandbox") ? { kind: "HUB" } : {};
}

const graph = "/providers/Microsoft.ResourceGraph";

describe("throttled discovery", () => {
  it("waits as long as it is told in the middle of the pages, and loses none", async () => {
    const estate = withCopiesOfHub(fleet, 1_100);
    const status = { kind: "status", status: 429, code: "RateLimiting", retryAfter: 7 } as const;
    const faults = [{ on: { path: graph, nth: 2 }, do: status }];
    const { world, clock } = await connectTwin(estate, { faults });
    const before = clock.now();
    expect((await runDiscover({ world, subscriptions: [], shard: undefined })).total).toBe(1_106);
    expect(clock.now() - before).toBeGreaterThanOrEqual(7_000);
  });

  it("waits for a new quota once that of the caller is used up", async () => {
    const { world, clock } = await connectTwin(fleet, { behaviour: { throttling: true } });
    const before = clock.now();
    for (let i = 0; i < 16; i += 1) {
      expect((await runDiscover({ world, subscriptions: [], shard: undefined })).total).toBe(readable.length);
    }
    expect(clock.now() - before).toBeGreaterThanOrEqual(5_000);
  });

  it("ends with SFH901 where throttling never does", async () => {
    const status = { kind: "status", status: 429, code: "RateLimiting", retryAfter: 60 } as const;
    const faults = [{ on: { path: graph }, do: status, times: 1_000 }];
    expect((await runErrorOf(() => discover(fleet, { faults }))).code).toBe("SFH901");
  });
});

describe("the small fleet", () => {
  const folder = path.resolve(import.meta.dirname, "../../../shared/estates");
  const expected = z.object({
    discover: z.object({ hubs: z.array(z.object({ id: z.string(), visible: z.boolean() })) }),
  });

  it.skipIf(!existsSync(folder))("is found as it is expected to be [needs ../shared]", async () => {
    const read = (name: string): string => readFileSync(path.join(folder, name), "utf8");
    const { hubs } = expected.parse(JSON.parse(read("fleet-small.expect.json"))).discover;
    const visible = hubs.filter((hub) => hub.visible).map(({ id }) => id);
    const found = await discover(parseEstate(read("fleet-small.json")));
    expect([...idsIn(found)].sort()).toEqual(visible.sort());
  });
});
