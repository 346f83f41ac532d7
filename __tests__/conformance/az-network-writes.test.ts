import { afterAll, beforeAll, expect, test } from "vitest";
import { resolveIn } from "../../src/twin/reach/names.ts";
import { estateNamed, find } from "../support/edit-estate.ts";
import { findInconsistencies } from "../support/estate-consistency.ts";
import { withOwner } from "../support/with-owner.ts";
import { signedInAz } from "./azure-cli.ts";
import type { AzureCli } from "./azure-cli.ts";
import { serveEstate } from "./served-estate.ts";
import type { ServedEstate } from "./served-estate.ts";

const zone = "privatelink.queue.core.windows.net";
const name = "stnorthwindai.queue.core.windows.net";

let served: ServedEstate;
let az: AzureCli;
beforeAll(async () => {
  served = await serveEstate(withOwner(estateNamed("fresh-approved-only")), { pace: { kind: "polls", polls: 1 } });
  az = await signedInAz(served);
});
afterAll(() => served.close());

// What the fix of a broken endpoint comes to: made with its zone, resolved, and taken away without a trace.
test("az makes a private endpoint with its DNS, and takes it away again", async () => {
  const vnet = find(served.before, "virtualNetworks/vnet-northwind-core").id;
  const group = ["--resource-group", vnet.split("/")[4] ?? ""];
  const kept = served.estate().resources.length;
  const resolve = (): string => resolveIn(served.estate(), vnet, name).kind;

  const target = ["--private-connection-resource-id", find(served.before, "storageAccounts/stnorthwindai").id];
  const place = ["--subnet", `${vnet}/subnets/snet-private-endpoints`, "--location", "swedencentral"];
  const asked = ["--group-id", "queue", "--connection-name", "c1", ...target, ...place];
  const endpoint = await az.json("network", "private-endpoint", "create", "--name", "pe-q", ...group, ...asked);
  expect(endpoint).toMatchObject({
    provisioningState: "Succeeded",
    customDnsConfigs: [{ fqdn: name }],
    privateLinkServiceConnections: [{ privateLinkServiceConnectionState: { status: "Approved" } }],
  });

  await az.json("network", "private-dns", "zone", "create", "--name", zone, ...group);
  const link = ["--zone-name", zone, "--name", "l1", "--virtual-network", vnet, "--registration-enabled", "false"];
  await az.json("network", "private-dns", "link", "vnet", "create", ...group, ...link);
  expect(resolve()).toBe("nxdomain");

  const zoneGroup = ["network", "private-endpoint", "dns-zone-group"];
  const which = ["--endpoint-name", "pe-q", "--name", "default", ...group];
  await az.json(...zoneGroup, "create", ...which, "--private-dns-zone", zone, "--zone-name", "queue");
  expect(resolve()).toBe("addresses");
  const listing = ["network", "private-dns", "record-set", "a", "list", "--zone-name", zone, "--query", "[].fqdn"];
  expect(await az.json(...listing, ...group)).toEqual([`stnorthwindai.${zone}.`]);
  expect(findInconsistencies(served.estate())).toEqual([]);

  await az.json(...zoneGroup, "delete", ...which);
  expect(await az.json(...listing, ...group)).toEqual([]);
  await az.json("network", "private-endpoint", "delete", "--name", "pe-q", ...group);
  await az.json(
    "network",
    "private-dns",
    "link",
    "vnet",
    "delete",
    "--yes",
    "--zone-name",
    zone,
    "--name",
    "l1",
    ...group,
  );
  await az.json("network", "private-dns", "zone", "delete", "--yes", "--name", zone, ...group);
  expect(served.estate().resources).toHaveLength(kept);
});
