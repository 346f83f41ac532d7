import { afterAll, beforeAll, expect, test } from "vitest";
import { estateNamed, find } from "../support/edit-estate.ts";
import { runScript } from "./azure-ai-ml.ts";
import { serveEstate } from "./served-estate.ts";
import type { ServedEstate } from "./served-estate.ts";

let served: ServedEstate;
beforeAll(async () => {
  served = await serveEstate(estateNamed("fresh-approved-only"), { pace: { kind: "polls", polls: 2 } });
});
afterAll(() => served.close());

const ruleIds = (): readonly string[] =>
  served.estate().resources.flatMap(({ id }) => (/\/outboundRules\//i.test(id) ? [id] : []));

test("azure-ai-ml provisions a managed network and reads its rules before and after", async () => {
  const count = ruleIds().length;
  const told = await runScript(served, "provision_network.py", "hub-northwind");
  const rules = (status: string) => Array.from({ length: count }, () => expect.objectContaining({ status }) as unknown);
  expect(told).toEqual({
    before: { kind: "Hub", isolation: "AllowOnlyApprovedOutbound", status: "Inactive", rules: rules("Inactive") },
    result: { status: "Active", spark_ready: false },
    after: { kind: "Hub", isolation: "AllowOnlyApprovedOutbound", status: "Active", rules: rules("Active") },
  });
  expect(served.now("workspaces/hub-northwind").properties).toMatchObject({
    managedNetwork: { status: { status: "Active", sparkReady: false } },
  });
});

test("azure-ai-ml creates, reads, updates and removes outbound rules", async () => {
  const target = find(served.before, "storageAccounts/stnorthwindai").id;
  const told = await runScript(served, "change_rules.py", "hub-northwind", target);
  const rule = { name: "to-storage", type: "PrivateEndpoint", category: "UserDefined", status: "Active" };
  const made = { ...rule, service_resource_id: target, subresource_target: "table" };
  expect(told).toMatchObject({
    created: made,
    read: made,
    spark_enabled: true,
    fqdn: { name: "packages", type: "FQDN", destination: "*.example.org", status: "Active" },
    names: expect.arrayContaining(["to-storage"]) as unknown,
  });
  expect(served.now("outboundRules/to-storage").properties).toMatchObject({
    status: "Active",
    destination: { serviceResourceId: target, subresourceTarget: "table", sparkEnabled: true },
  });
  expect(ruleIds().filter((id) => id.endsWith("/packages"))).toEqual([]);
});
