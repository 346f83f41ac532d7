import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ArmDocument, JsonObject, EstateDocument } from "../../src/twin/estate.ts";
import { objectAt } from "../../src/twin/wire/json-fields.ts";
import { estateNamed, find, withProperties } from "../support/edit-estate.ts";
import { signedInAz } from "./azure-cli.ts";
import type { AzureCli } from "./azure-cli.ts";
import { serveEstate } from "./served-estate.ts";
import type { ServedEstate } from "./served-estate.ts";

const storage = "storageAccounts/stnorthwindai";
const vault = "vaults/kv-northwind-ai";
const registry = "registries/crnorthwindai";
const group = ["--resource-group", "rg-northwind-ai"] as const;

let served: ServedEstate;
let az: AzureCli;
beforeAll(async () => {
  served = await serveEstate(withRulesAndTags(estateNamed("fresh-approved-only")));
  az = await signedInAz(served);
});
afterAll(() => served.close());

/** Services that somebody cares for: an update that loses a rule or a tag of theirs is seen. */
function withRulesAndTags(estate: EstateDocument): EstateDocument {
  const subnet = `${find(estate, "virtualNetworks/vnet-northwind-core").id}/subnets/snet-apps`;
  const instance = { tenantId: estate.tenantId, resourceId: find(estate, "searchServices/srch-northwind").id };
  const rules = [
    [
      storage,
      {
        networkAcls: {
          resourceAccessRules: [instance],
          bypass: "AzureServices, Metrics",
          virtualNetworkRules: [{ id: subnet, action: "Allow", state: "Succeeded" }],
          ipRules: [{ value: "203.0.113.128/26", action: "Allow" }],
          ipv6Rules: [],
          defaultAction: "Deny",
        },
      },
    ],
    [
      vault,
      {
        networkAcls: {
          bypass: "AzureServices",
          defaultAction: "Deny",
          ipRules: [{ value: "203.0.113.128/26" }],
          virtualNetworkRules: [{ id: subnet.toLowerCase(), ignoreMissingVnetServiceEndpoint: false }],
        },
      },
    ],
    [
      registry,
      { networkRuleSet: { defaultAction: "Deny", ipRules: [{ action: "Allow", value: "203.0.113.128/26" }] } },
    ],
  ] as const;
  const ruled = rules.reduce((changed, [idEnd, properties]) => withProperties(changed, idEnd, properties), estate);
  const tagged = (document: ArmDocument): ArmDocument =>
    rules.some(([idEnd]) => document.id.endsWith(idEnd))
      ? { ...document, tags: { owner: "platform", "cost center": "4711" } }
      : document;
  return { ...ruled, resources: ruled.resources.map(tagged) };
}

/** The document as it was, with these properties in it. */
function beforeWith(idEnd: string, properties: JsonObject): ArmDocument {
  const document = find(served.before, idEnd);
  return { ...document, properties: { ...document.properties, ...properties } };
}

describe("az storage account", () => {
  test("show reads what the account says", async () => {
    expect(await az.json("storage", "account", "show", "--name", "stnorthwindai", ...group)).toMatchObject({
      publicNetworkAccess: "Enabled",
      networkRuleSet: { defaultAction: "Deny", bypass: "AzureServices, Metrics" },
      tags: { owner: "platform" },
    });
  });

  test("update closes the account and leaves all else as it was", async () => {
    const closing = ["--public-network-access", "Disabled"];
    await az.json("storage", "account", "update", "--name", "stnorthwindai", ...group, ...closing);
    expect(served.now(storage)).toEqual(beforeWith(storage, { publicNetworkAccess: "Disabled" }));
  });
});

describe("az keyvault", () => {
  test("show reads what the vault says, with a group and without", async () => {
    const shown = await az.json("keyvault", "show", "--name", "kv-northwind-ai", ...group);
    expect(shown).toMatchObject({
      properties: { publicNetworkAccess: "Enabled", networkAcls: { defaultAction: "Deny" } },
    });
    expect(await az.json("keyvault", "show", "--name", "kv-northwind-ai")).toEqual(shown);
  });

  test("update closes the vault, by a PUT of all of it, and leaves all else as it was", async () => {
    const closing = ["--public-network-access", "Disabled"];
    await az.json("keyvault", "update", "--name", "kv-northwind-ai", ...group, ...closing);
    expect(served.writes()).toContain(`PUT ${find(served.before, vault).id}`);
    // Only who changed it last, and when, is new: the service writes that itself (recorded).
    const { systemData, ...now } = served.now(vault);
    const { systemData: made, ...before } = beforeWith(vault, { publicNetworkAccess: "Disabled" });
    expect(now).toEqual(before);
    expect(objectAt(systemData).createdAt).toEqual(objectAt(made).createdAt);
  });
});

describe("az acr", () => {
  test("show reads what the registry says, with a group and without", async () => {
    const shown = await az.json("acr", "show", "--name", "crnorthwindai", ...group);
    expect(shown).toMatchObject({ publicNetworkAccess: "Enabled", sku: { name: "Premium" } });
    expect(await az.json("acr", "show", "--name", "crnorthwindai")).toEqual(shown);
  });

  test("update closes the registry and leaves all else as it was, but for the rules it doesn't send", async () => {
    await az.json("acr", "update", "--name", "crnorthwindai", ...group, "--public-network-enabled", "false");
    // az sends a rule set without its IP rules; whether Azure drops them then is not confirmed, the twin does.
    const networkRuleSet = { defaultAction: "Deny", ipRules: [] };
    expect(served.now(registry)).toEqual(beforeWith(registry, { publicNetworkAccess: "Disabled", networkRuleSet }));
  });
});
