import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isSameSetting,
  settingsToPutBack,
  type AccessSettings,
  type SettingPart,
} from "../../src/snapshot/access-settings.ts";

const names = ["publicNetworkAccess", "networkAcls", "networkRuleSet", "networkRuleBypassOptions", "ipAllowlist"];
const same = (part: SettingPart, a: AccessSettings, b: AccessSettings): boolean => isSameSetting(part, names, a, b);
const acls = (networkAcls: AccessSettings): AccessSettings => ({ networkAcls });

describe("settings say the same of the door", () => {
  it.each<[string, AccessSettings, AccessSettings]>([
    ["absent and Enabled", {}, { publicNetworkAccess: "Enabled" }],
    ["any casing", { publicNetworkAccess: "disabled" }, { publicNetworkAccess: "Disabled" }],
    ["absent rules and Azure's own", {}, acls({ bypass: "AzureServices", defaultAction: "Allow", ipRules: [] })],
    ["null and absent", acls({ ipRules: null }), acls({ virtualNetworkRules: [] })],
    [
      "lists in another order, a service's own words aside",
      acls({ virtualNetworkRules: [{ id: "/A", action: "Allow", state: "Succeeded" }, { id: "/b" }] }),
      acls({ virtualNetworkRules: [{ id: "/B", state: "Provisioning" }, { id: "/a" }] }),
    ],
    ["another bypass", acls({ bypass: "None" }), acls({ bypass: "AzureServices" })],
    ["an absent rule set and an empty one", {}, { networkRuleSet: { defaultAction: "Allow", ipRules: [] } }],
    ["no list of addresses and an empty one", {}, { ipAllowlist: [] }],
  ])("%s", (_what, a, b) => {
    expect([same("door", a, b), same("door", b, a)]).toEqual([true, true]);
  });
});

describe("settings differ in the door", () => {
  it.each<[string, AccessSettings, AccessSettings]>([
    ["the access", {}, { publicNetworkAccess: "Disabled" }],
    ["the default action", {}, acls({ defaultAction: "Deny" })],
    ["an address", acls({ ipRules: [{ value: "1.1.1.1" }] }), acls({ ipRules: [{ value: "1.1.1.2" }] })],
    ["a rule that denies", acls({ ipRules: [{ value: "1" }] }), acls({ ipRules: [{ value: "1", action: "Deny" }] })],
    ["a field nobody knows", acls({ unknownRules: [{ value: "1" }] }), acls({})],
    [
      "a tenant",
      acls({ resourceAccessRules: [{ tenantId: "a" }] }),
      acls({ resourceAccessRules: [{ tenantId: "b" }] }),
    ],
    ["a list of addresses", {}, { ipAllowlist: ["1.1.1.1"] }],
  ])("%s", (_what, a, b) => {
    expect([same("door", a, b), same("door", b, a)]).toEqual([false, false]);
  });
});

describe("settings say the same of the bypass", () => {
  it.each<[boolean, AccessSettings, AccessSettings]>([
    [true, {}, acls({ bypass: "AzureServices" })],
    [true, acls({ bypass: "Logging, azureservices" }), acls({ bypass: "AzureServices,Logging" })],
    [true, { networkRuleBypassOptions: "azureServices" }, {}],
    [true, { publicNetworkAccess: "Disabled" }, acls({ defaultAction: "Deny" })],
    [false, acls({ bypass: "None" }), {}],
    [false, acls({ bypass: "Metrics" }), acls({ bypass: "None" })],
    [false, { networkRuleBypassOptions: "None" }, {}],
  ])("%s", (isSame, a, b) => {
    expect([same("bypass", a, b), same("bypass", b, a)]).toEqual([isSame, isSame]);
  });
});

const rule = fc.record({ value: fc.constantFrom("1.1.1.1", "2.2.2.0/24") });
const rules = fc.record(
  {
    bypass: fc.constantFrom("None", "AzureServices", "Logging, Metrics, AzureServices"),
    defaultAction: fc.constantFrom("Allow", "Deny"),
    ipRules: fc.array(rule, { maxLength: 2 }),
    unknownRules: fc.array(rule, { maxLength: 1 }),
  },
  { requiredKeys: [] },
);
const settings: fc.Arbitrary<AccessSettings> = fc.record(
  {
    publicNetworkAccess: fc.constantFrom("Enabled", "Disabled", "enabled"),
    networkAcls: rules,
    networkRuleBypassOptions: fc.constantFrom("None", "AzureServices"),
  },
  { requiredKeys: [] },
);

describe("what is put back", () => {
  it("makes one part what it was, and leaves the other what it is", () => {
    fc.assert(
      fc.property(settings, settings, (prior, now) => {
        for (const [part, other] of [
          ["door", "bypass"],
          ["bypass", "door"],
        ] as const) {
          const touched =
            part === "door" ? ["publicNetworkAccess", "networkAcls"] : ["networkAcls", "networkRuleBypassOptions"];
          const after = { ...now, ...settingsToPutBack(part, touched, prior, now) };
          expect(isSameSetting(part, touched, after, prior)).toBe(true);
          expect(isSameSetting(other, ["publicNetworkAccess", "networkAcls"], after, now)).toBe(true);
        }
      }),
    );
  });

  it("is the same text as it was, where the bypass needn't differ", () => {
    const networkAcls = { bypass: "Logging, AzureServices", ipRules: [{ value: "1" }], defaultAction: "allow" };
    const prior = { publicNetworkAccess: "enabled", networkAcls };
    const now = { publicNetworkAccess: "Disabled", networkAcls: { ...networkAcls, defaultAction: "Deny" } };
    expect(settingsToPutBack("door", ["publicNetworkAccess", "networkAcls"], prior, now)).toEqual(prior);
  });
});
