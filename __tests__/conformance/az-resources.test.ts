import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { textAt } from "../../src/twin/wire/json-fields.ts";
import { estateNamed, find } from "../support/edit-estate.ts";
import { signedInAz } from "./azure-cli.ts";
import type { AzureCli } from "./azure-cli.ts";
import { serveEstate } from "./served-estate.ts";
import type { ServedEstate } from "./served-estate.ts";

const version = "2025-12-01";

let served: ServedEstate;
let az: AzureCli;
beforeAll(async () => {
  served = await serveEstate(estateNamed("fresh-approved-only"), { pace: { kind: "polls", polls: 3 } });
  az = await signedInAz(served);
});
afterAll(() => served.close());

describe("az resource", () => {
  test("list finds every resource the caller may read", async () => {
    const listed = await az.json("resource", "list", "--query", "[].id");
    const hub = served.before.hub;
    expect(listed).toEqual(expect.arrayContaining([hub, find(served.before, "vaults/kv-northwind-ai").id]));
  });

  test.each([
    [
      ["--resource-type", "Microsoft.MachineLearningServices/workspaces"],
      ["hub-northwind", "proj-orders", "proj-shipping"],
    ],
    [["--resource-group", "rg-northwind-ai", "--resource-type", "Microsoft.KeyVault/vaults"], ["kv-northwind-ai"]],
    [["--name", "stnorthwindai"], ["stnorthwindai"]],
  ])("list %j finds just those", async (choice, names) => {
    expect(await az.json("resource", "list", ...choice, "--query", "[].name")).toEqual(names);
  });

  test("show reads a hub whole, finding the api-version by itself", async () => {
    expect(await az.json("resource", "show", "--ids", served.before.hub)).toMatchObject({
      kind: "Hub",
      properties: { managedNetwork: { isolationMode: "AllowOnlyApprovedOutbound" } },
    });
  });

  test("invoke-action provisions the managed network, polls until it is done and fetches the result", async () => {
    const asked = served.requests().length;
    const action = ["--action", "provisionManagedNetwork", "--api-version", version];
    const body = JSON.stringify({ includeSpark: false });
    const printed = await az.json(
      "resource",
      "invoke-action",
      "--ids",
      served.before.hub,
      ...action,
      "--request-body",
      body,
    );
    // az keeps the outputs of a deployment of what comes back, and a network's status has none.
    expect(printed).toEqual({});
    const polls = served
      .requests()
      .slice(asked)
      .filter(({ id }) => id.includes("/workspaceOperationsStatus/"));
    expect(polls.map(({ query }) => new URLSearchParams(query).get("type"))).toEqual([
      ...["async", "async", "async", "async", "location"],
    ]);
    const network = served.now("workspaces/hub-northwind").properties?.managedNetwork;
    expect(network).toMatchObject({ status: { status: "Active", sparkReady: false } });
  });
});

describe("az rest", () => {
  const rest = (method: string, path: string, body?: unknown): Promise<unknown> =>
    az.json(
      ...["rest", "--method", method, "--url", `${path}?api-version=${version}`],
      ...(body === undefined ? [] : ["--body", JSON.stringify(body)]),
    );

  test("puts an outbound rule and reads it until it is Active", async () => {
    const rule = `${served.before.hub}/outboundRules/to-search`;
    const target = find(served.before, "searchServices/srch-northwind").id;
    const destination = { serviceResourceId: target, subresourceTarget: "searchService", sparkEnabled: false };
    await rest("put", rule, { properties: { type: "PrivateEndpoint", category: "UserDefined", destination } });
    expect(await rest("get", rule)).toMatchObject({ name: "to-search", properties: { status: "Provisioning" } });
    await expect
      .poll(() => rest("get", rule), { timeout: 60_000, interval: 1 })
      .toMatchObject({ properties: { status: "Active" } });
    expect(textAt(served.now(rule), "properties", "destination", "serviceResourceId")).toBe(target);
  });

  test("starts a diagnosis, which az doesn't follow", async () => {
    expect(await rest("post", `${served.before.hub}/diagnose`, { value: {} })).toBeUndefined();
    expect(served.requests().at(-1)).toMatchObject({ method: "POST", status: 202 });
  });
});
