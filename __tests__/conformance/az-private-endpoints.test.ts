import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ArmDocument, EstateDocument } from "../../src/twin/estate.ts";
import { objectAt, textAt } from "../../src/twin/wire/json-fields.ts";
import { estateNamed, find, withDocuments } from "../support/edit-estate.ts";
import { signedInAz } from "./azure-cli.ts";
import type { AzureCli } from "./azure-cli.ts";
import { serveEstate } from "./served-estate.ts";
import type { ServedEstate } from "./served-estate.ts";

const targets = [
  ["a storage account", "storageAccounts/stlitwareai"],
  ["a vault", "vaults/kv-litware-ai"],
  ["a registry", "registries/crlitwareai"],
  ["a workspace", "workspaces/hub-litware"],
] as const;

let served: ServedEstate;
let az: AzureCli;
beforeAll(async () => {
  const estate = estateNamed("pending-look-alike");
  served = await serveEstate(withDocuments(estate, ...targets.map(([, target]) => waitingConnection(estate, target))));
  az = await signedInAz(served);
});
afterAll(() => served.close());

/** A connection like the target's first one, waiting for somebody to decide. */
function waitingConnection(estate: EstateDocument, target: string): ArmDocument {
  const owner = find(estate, target);
  const sample = estate.resources.find(({ id }) => id.startsWith(`${owner.id}/privateEndpointConnections/`));
  if (sample === undefined) throw new Error(`${target} has no connection`);
  const name = "partner.0f2d9a51-5a0c-4e0e-9d0f-3c3f5f6e1d10";
  const privateEndpoint = {
    id: "/subscriptions/0f2d9a51-5a0c-4e0e-9d0f-3c3f5f6e1d10/resourceGroups/rg-partner/providers/Microsoft.Network/privateEndpoints/pe-partner",
  };
  const state = {
    ...objectAt(sample.properties, "privateLinkServiceConnectionState"),
    status: "Pending",
    description: "please",
  };
  return {
    ...sample,
    id: `${owner.id}/privateEndpointConnections/${name}`,
    ...(sample.name === undefined ? {} : { name }),
    properties: { ...sample.properties, privateEndpoint, privateLinkServiceConnectionState: state },
  };
}

const idOf = (target: string): string => find(served.before, target).id;
const statusOf = (connection: ArmDocument): string | undefined =>
  textAt(connection, "properties", "privateLinkServiceConnectionState", "status");

function connectionsOf(target: string): readonly ArmDocument[] {
  return served.before.resources.filter(({ id }) => id.startsWith(`${idOf(target)}/privateEndpointConnections/`));
}

test("az network private-endpoint list and show read the customer's endpoints", async () => {
  const endpoints = served.before.resources.filter(({ type }) => type === "Microsoft.Network/privateEndpoints");
  const listed = await az.json("network", "private-endpoint", "list", "--query", "[].id");
  expect(listed).toEqual(endpoints.map(({ id }) => id));
  const [first] = endpoints;
  expect(await az.json("network", "private-endpoint", "show", "--ids", first?.id ?? "")).toMatchObject({
    id: first?.id,
    provisioningState: "Succeeded",
  });
});

test("az network private-endpoint dns-zone-group list reads who writes an endpoint's records", async () => {
  const endpoint = find(served.before, "privateEndpoints/pe-kv-litware-ai");
  const listing = ["network", "private-endpoint", "dns-zone-group", "list", "--endpoint-name", "pe-kv-litware-ai"];
  const [groups] = [await az.json(...listing, "--resource-group", endpoint.id.split("/")[4] ?? "")];
  expect(groups).toMatchObject([{ name: "default", provisioningState: "Succeeded" }]);
});

describe("az network private-endpoint-connection", () => {
  test.each(targets)("list and show read the connections of %s", async (_, target) => {
    const commands = ["network", "private-endpoint-connection"] as const;
    const listed = await az.json(...commands, "list", "--id", idOf(target), "--query", "[].id");
    expect(listed).toEqual(connectionsOf(target).map(({ id }) => id));
    const [first] = connectionsOf(target);
    expect(await az.json(...commands, "show", "--id", first?.id ?? "")).toMatchObject({ id: first?.id });
  });

  test.each(targets)("private-link-resource list says what %s offers", async (_, target) => {
    const offered = await az.json(
      "network",
      "private-link-resource",
      "list",
      "--id",
      idOf(target),
      "--query",
      "[].name",
    );
    expect(offered).toEqual(expect.arrayContaining([expect.any(String)]));
  });
});

// az waits ten seconds before it looks whether it is done: the four may as well wait together.
describe.concurrent("az network private-endpoint-connection approve", () => {
  test.each(targets)("lets a waiting endpoint into %s, and that one only", async (_, target) => {
    const waiting = `${idOf(target)}/privateEndpointConnections/partner.0f2d9a51-5a0c-4e0e-9d0f-3c3f5f6e1d10`;
    const others = connectionsOf(target).filter(({ id }) => id !== waiting);
    const approving = ["network", "private-endpoint-connection", "approve", "--id", waiting, "--description", "known"];
    expect(await az.json(...approving)).toMatchObject({
      properties: { privateLinkServiceConnectionState: { status: "Approved" } },
    });
    expect(statusOf(served.now(waiting))).toBe("Approved");
    expect(others.map(({ id }) => statusOf(served.now(id)))).toEqual(others.map(statusOf));
  });
});
