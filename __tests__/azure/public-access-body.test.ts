import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { closeBody, isPerimeterManaged, trustBody } from "../../src/azure/public-access-body.ts";

const rules = fc.dictionary(
  fc
    .stringMatching(/^[a-z][A-Za-z]{2,12}$/)
    .filter((name) => !["defaultaction", "bypass"].includes(name.toLowerCase())),
  fc.jsonValue(),
);

describe("closing a service", () => {
  it("sends every rule back as it was read, known or not, and changes the default action only", () => {
    fc.assert(
      fc.property(
        rules,
        fc.constantFrom("Allow", "Deny"),
        fc.constantFrom("None", "Logging, AzureServices"),
        (more, defaultAction, bypass) => {
          const networkAcls = { ...more, bypass, defaultAction };
          for (const role of ["storage", "keyVault"] as const) {
            expect(closeBody(role, { properties: { networkAcls, sku: {}, accessPolicies: [] } })).toEqual({
              properties: { publicNetworkAccess: "Disabled", networkAcls: { ...networkAcls, defaultAction: "Deny" } },
            });
          }
          expect(
            closeBody("containerRegistry", { properties: { networkRuleSet: { ...more, defaultAction } } }),
          ).toEqual({
            properties: { publicNetworkAccess: "Disabled", networkRuleSet: { ...more, defaultAction: "Deny" } },
          });
        },
      ),
    );
  });

  it("writes a vault's defaults out where it shows none", () => {
    expect(closeBody("keyVault", { properties: {} })).toEqual({
      properties: { publicNetworkAccess: "Disabled", networkAcls: { bypass: "AzureServices", defaultAction: "Deny" } },
    });
  });

  it("sends no rule set to a registry that has none", () => {
    expect(closeBody("containerRegistry", { properties: { publicNetworkAccess: "Enabled" } })).toEqual({
      properties: { publicNetworkAccess: "Disabled" },
    });
  });

  it("sends a hub nothing but its public access", () => {
    const hub = { properties: { managedNetwork: { outboundRules: {} }, imageBuildCompute: "c" } };
    expect(closeBody("hub", hub)).toEqual({ properties: { publicNetworkAccess: "Disabled" } });
  });
});

describe("letting trusted services in", () => {
  const bypassAfter = (role: "storage" | "keyVault", bypass?: string): unknown => {
    const networkAcls = {
      defaultAction: "Deny",
      ipRules: [{ value: "1.2.3.4" }],
      ...(bypass === undefined ? {} : { bypass }),
    };
    return trustBody(role, { properties: { networkAcls } });
  };

  it.each([
    ["None", "AzureServices"],
    ["Logging, Metrics", "Logging, Metrics, AzureServices"],
    ["Logging,AzureServices", "Logging, AzureServices"],
  ])("makes a storage account's bypass %s into %s and leaves the rest", (before, after) => {
    expect(bypassAfter("storage", before)).toEqual({
      properties: { networkAcls: { defaultAction: "Deny", ipRules: [{ value: "1.2.3.4" }], bypass: after } },
    });
  });

  it("keeps the default action as it is, and says it where storage would refuse the rules without", () => {
    expect(trustBody("storage", { properties: { networkAcls: { bypass: "None" } } })).toEqual({
      properties: { networkAcls: { bypass: "AzureServices", defaultAction: "Allow" } },
    });
  });

  it("sets a registry's option and touches no rule", () => {
    expect(trustBody("containerRegistry", { properties: { networkRuleSet: { defaultAction: "Deny" } } })).toEqual({
      properties: { networkRuleBypassOptions: "AzureServices" },
    });
  });

  it("has nothing to send to a hub", () => {
    expect(trustBody("hub", { properties: {} })).toBeUndefined();
  });
});

it("a perimeter-managed service is recognised in any casing", () => {
  expect(isPerimeterManaged({ properties: { publicNetworkAccess: "securedByPerimeter" } })).toBe(true);
  expect(isPerimeterManaged({ properties: {} })).toBe(false);
});
