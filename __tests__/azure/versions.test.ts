import { describe, expect, it } from "vitest";

import { apiVersionOf, namespaceOf } from "../../src/azure/versions.ts";

const group = "/subscriptions/s/resourceGroups/g/providers";

describe("the api-version of a path", () => {
  it.each([
    ["/subscriptions", "2022-12-01"],
    [`${group}/Microsoft.MachineLearningServices/workspaces/h/outboundRules/r`, "2025-12-01"],
    [`${group}/microsoft.storage/storageaccounts/a`, "2025-06-01"],
    [`${group}/Microsoft.Network/privateEndpoints/p/privateDnsZoneGroups`, "2025-05-01"],
    [`${group}/Microsoft.Network/privateDnsZones/z/A`, "2024-06-01"],
    [`${group}/Microsoft.Network/privateEndpoints/p/providers/Microsoft.Authorization/roleAssignments/x`, "2022-04-01"],
    [`${group}/Microsoft.Cache/redisEnterprise/r`, "2024-10-01"],
    [`${group}/Microsoft.Cache/Redis/r`, "2024-11-01"],
    ["/providers/Microsoft.ResourceGraph/resources", "2021-03-01"],
  ])("of %s is %s", (path, version) => {
    expect(apiVersionOf(path)).toBe(version);
  });

  it("goes by the last provider, as the client that sends it does", () => {
    expect(
      namespaceOf(`${group}/Microsoft.Storage/storageAccounts/a/providers/Microsoft.Authorization/denyAssignments`),
    ).toBe("microsoft.authorization");
  });
});
