import { describe, expect, it } from "vitest";
import type { EstateDocument, JsonObject } from "../../src/twin/estate.ts";
import { buildEstate } from "../../src/twin/estates/build/build-estate.ts";
import type { HubRecipe, Recipe, RuleRecipe } from "../../src/twin/estates/build/recipe.ts";
import { estates } from "../../src/twin/estates/catalogue.ts";
import { findLostReach } from "../../src/twin/reach/lost-reach.ts";
import { computeReach } from "../../src/twin/reach/reach.ts";

const blob = { service: "stone", subresource: "blob" };

const hub: HubRecipe = {
  name: "hub-one",
  storage: "stone",
  vault: "kv-one",
  registry: "crone",
  isolation: "AllowInternetOutbound",
  network: "Active",
};

/** One hub, nothing private: everybody gets in everywhere. */
const base: Recipe = {
  description: "a small world",
  company: "one",
  region: "eastus",
  services: [
    { kind: "storage", name: "stone" },
    { kind: "vault", name: "kv-one" },
    { kind: "registry", name: "crone" },
  ],
  hubs: [hub],
  vnets: [{ name: "vnet-one", number: 10, links: [{ zoneSet: "rg-one-network" }] }],
  endpoints: [],
  grants: [],
};

const withStorage = (properties: JsonObject): Recipe => ({
  ...base,
  services: base.services.map((service) => (service.kind === "storage" ? { ...service, properties } : service)),
});

const withRule = (
  isolation: HubRecipe["isolation"],
  rule: Partial<RuleRecipe>,
  network = "Active" as const,
): Recipe => ({
  ...base,
  hubs: [{ ...hub, isolation, network, rules: [{ ...blob, ...rule }] }],
});

/** `via` of an open pair, "closed" of a closed one, "no such pair" where the judge lists none. */
function look(recipe: Recipe, kind: string, subresource = "blob", origin = ""): string {
  const estate = buildEstate(recipe);
  const found = computeReach(estate).find(
    (reach) => reach.origin.kind === kind && reach.door.subresource === subresource && reach.origin.id.endsWith(origin),
  );
  if (found === undefined) return "no such pair";
  return found.isOpen ? found.via : "closed";
}

describe("a public endpoint", () => {
  it("lets everybody in when public access was never set", () => {
    expect(look(withStorage({ publicNetworkAccess: undefined, networkAcls: undefined }), "internet")).toBe("public");
  });

  it.each(["Disabled", "disabled", "SecuredByPerimeter"])("lets nobody in when it is %s", (publicNetworkAccess) => {
    expect(look(withStorage({ publicNetworkAccess }), "internet")).toBe("closed");
  });

  const listed = { defaultAction: "deny", ipRules: [{ value: "203.0.113.9" }], bypass: "None" };

  it("lets a listed range in under Deny, and not the internet", () => {
    const recipe = withStorage({ networkAcls: listed });
    expect(look(recipe, "ipRange")).toBe("public");
    expect(look(recipe, "internet")).toBe("closed");
  });

  it("lets a listed range in no more once access is Disabled", () => {
    expect(look(withStorage({ networkAcls: listed, publicNetworkAccess: "Disabled" }), "ipRange")).toBe("closed");
  });

  it("loses a range from the list of pairs when its rule goes", () => {
    const before = computeReach(buildEstate(withStorage({ networkAcls: listed })));
    const after = computeReach(buildEstate(withStorage({ networkAcls: { ...listed, ipRules: [] } })));
    expect(findLostReach(before, after).map(({ origin }) => origin.id)).toContain("203.0.113.9");
  });
});

describe("trusted Microsoft services", () => {
  it("stay let in after Disabled, also where the exception is one of several", () => {
    const networkAcls = { defaultAction: "Deny", bypass: "Logging, azureservices" };
    expect(look(withStorage({ networkAcls, publicNetworkAccess: "Disabled" }), "trustedServices")).toBe("trusted");
  });

  it("are let in by a vault without rules, and by a registry without the field", () => {
    expect(look(base, "trustedServices", "vault")).toBe("trusted");
    expect(look(base, "trustedServices", "registry")).toBe("trusted");
  });

  it("are shut out by a perimeter, and by None under Deny", () => {
    const none = { defaultAction: "Deny", bypass: "None" };
    expect(look(withStorage({ publicNetworkAccess: "SecuredByPerimeter" }), "trustedServices")).toBe("closed");
    expect(look(withStorage({ networkAcls: none }), "trustedServices")).toBe("closed");
  });

  it("come in as everybody does where the endpoint is open to all", () => {
    expect(look(withStorage({ networkAcls: { defaultAction: "Allow", bypass: "None" } }), "trustedServices")).toBe(
      "trusted",
    );
  });
});

describe("a resource instance", () => {
  const networkAcls = { defaultAction: "Deny", resourceAccessRules: [{ resourceId: "/subscriptions/x/y" }] };

  it("stays let in after Disabled", () => {
    const recipe = withStorage({ networkAcls, publicNetworkAccess: "Disabled" });
    expect(look(recipe, "resourceInstance")).toBe("resource instance");
  });
});

describe("a service-endpoint subnet", () => {
  const subnetOf = (serviceEndpoints: readonly string[], publicNetworkAccess: string): Recipe => {
    const vnetId = buildEstate(base).resources.find(({ name }) => name === "vnet-one")?.id ?? "";
    // As a vault writes it: all in lower case.
    const virtualNetworkRules = [{ id: `${vnetId}/subnets/snet-apps`.toLowerCase() }];
    const recipe = withStorage({ networkAcls: { defaultAction: "Deny", virtualNetworkRules }, publicNetworkAccess });
    const subnets = [{ name: "snet-apps", serviceEndpoints }];
    return { ...recipe, vnets: recipe.vnets.map((vnet) => ({ ...vnet, subnets })) };
  };

  it("gets in by its rule, and the rest of its VNet does not", () => {
    const recipe = subnetOf(["Microsoft.Storage"], "Enabled");
    expect(look(recipe, "subnet")).toBe("service endpoint");
    expect(look(recipe, "vnet")).toBe("closed");
  });

  it("gets in nowhere with the endpoint of another service, or after Disabled", () => {
    expect(look(subnetOf(["Microsoft.KeyVault"], "Enabled"), "subnet")).toBe("closed");
    expect(look(subnetOf(["Microsoft.Storage"], "Disabled"), "subnet")).toBe("closed");
  });
});

describe("the managed network", () => {
  const active = { status: "Active", connection: "Approved" } as const;

  it("reaches nothing before it is provisioned", () => {
    const inactive: Recipe = { ...base, hubs: [{ ...hub, network: "Inactive" }] };
    expect(look(inactive, "managedNetwork")).toBe("closed");
  });

  it("reaches by an Active rule whose connection is Approved", () => {
    const recipe = withRule("AllowOnlyApprovedOutbound", { ...active, name: "rule-blob" });
    expect(look(recipe, "managedNetwork")).toBe("private endpoint rule-blob");
    expect(look(recipe, "managedNetwork", "file")).toBe("closed");
  });

  it.each(["Pending", "Rejected", undefined] as const)(
    "does not reach by an Active rule when it is %s",
    (connection) => {
      const rule = { status: "Active", ...(connection === undefined ? {} : { connection }) };
      expect(look(withRule("AllowInternetOutbound", rule), "managedNetwork")).toBe("closed");
    },
  );

  it("goes out to the internet past a rule that has no endpoint, and not past one that has", () => {
    expect(look(withRule("AllowInternetOutbound", { status: "Inactive" }), "managedNetwork")).toBe("public");
    expect(look(withRule("AllowInternetOutbound", { status: "Failed" }), "managedNetwork")).toBe("public");
    const failed = { status: "Failed", connection: "Pending" } as const;
    expect(look(withRule("AllowInternetOutbound", failed), "managedNetwork")).toBe("closed");
  });

  it("does not take a stranger's connection of the same name for its own", () => {
    const estate = estates["pending-look-alike"]?.();
    const pair = estate === undefined ? [] : computeReach(activate(estate)).filter(isBlobFromManaged);
    expect(pair.map(({ isOpen }) => isOpen)).toEqual([false]);
  });

  it("goes where an FQDN rule lets it out, but never so to storage", () => {
    const names = ["kv-one.vault.azure.net", "*.blob.core.windows.net"];
    const estate = buildEstate({ ...base, hubs: [{ ...hub, isolation: "AllowOnlyApprovedOutbound" }] });
    const rules = names.map((destination, index) => ({
      id: `${estate.hub}/outboundRules/fqdn-${index}`,
      name: `fqdn-${index}`,
      properties: { type: "FQDN", destination, status: "Active", category: "UserDefined" },
    }));
    const reach = computeReach({ ...estate, resources: [...estate.resources, ...rules] });
    const open = reach.filter(({ origin, isOpen }) => origin.kind === "managedNetwork" && isOpen);
    expect(open.map(({ door }) => door.subresource)).toEqual(["vault"]);
  });
});

describe("another workspace on the same account", () => {
  const other = (isolation: HubRecipe["isolation"], rules: readonly RuleRecipe[] = []): Recipe => ({
    ...base,
    services: [...base.services, { kind: "vault", name: "kv-two" }],
    hubs: [hub, { ...hub, name: "hub-two", vault: "kv-two", registry: "", isolation, rules }],
  });

  it("is asked about at the shared service only", () => {
    expect(look(other("Disabled"), "workspace")).toBe("public");
    expect(look(other("Disabled"), "workspace", "vault")).toBe("no such pair");
  });

  it("needs a rule of its own where only approved traffic leaves", () => {
    expect(look(other("AllowOnlyApprovedOutbound"), "workspace")).toBe("closed");
    const rules = [{ ...blob, name: "two-blob", connection: "Approved" } as const];
    expect(look(other("AllowOnlyApprovedOutbound", rules), "workspace")).toBe("private endpoint two-blob");
  });

  it("is not helped by one approved connection when two hubs have a rule of that name", () => {
    const named = { ...blob, name: "same-name" };
    const recipe = other("AllowOnlyApprovedOutbound", [{ ...named, connection: "Approved" }]);
    const hubs = recipe.hubs.map((item, index) => (index === 0 ? { ...item, rules: [named] } : item));
    expect(look({ ...recipe, hubs }, "workspace")).toBe("closed");
  });
});

describe("the doors of a hub", () => {
  it("are its own and its connected services', and the storage sub-resources that something uses", () => {
    const found = (name: string): readonly string[] => [
      ...new Set(computeReach(estates[name]?.() ?? buildEstate(base)).map(({ door }) => door.subresource)),
    ];
    const usual = ["amlworkspace", "blob", "file", "vault", "registry", "account", "searchService"];
    expect(found("fresh-approved-only").toSorted()).toEqual(usual.toSorted());
    expect(found("application-gateway")).toContain("appGwPrivateFrontendIpIPv4");
    expect(found("no-registry")).not.toContain("registry");
    const withQueue = { ...base, endpoints: [{ vnet: "vnet-one", service: "stone", subresource: "queue" }] };
    expect(look(withQueue, "internet", "queue")).toBe("public");
  });
});

describe("the estates that come with the program", () => {
  it.each(["fresh-approved-only", "government", "china"])("in %s the VNet has a private way to everything", (name) => {
    const estate = estates[name]?.();
    const ways = estate === undefined ? [] : computeReach(estate).filter(({ origin }) => origin.kind === "vnet");
    expect(ways.filter(({ via }) => !via.startsWith("private endpoint"))).toEqual([]);
    expect(ways.length).toBeGreaterThan(6);
  });

  it("hardened costs nobody anything but the internet", () => {
    const [fresh, hardened] = [estates["fresh-approved-only"]?.(), estates.hardened?.()];
    if (fresh === undefined || hardened === undefined) throw new Error("The catalogue has both.");
    const lost = findLostReach(computeReach(fresh), computeReach(hardened));
    expect(new Set(lost.map(({ origin }) => origin.kind))).toEqual(new Set(["internet"]));
    const managed = computeReach(hardened).filter(({ origin }) => origin.kind === "managedNetwork");
    expect(managed.filter(({ isOpen }) => !isOpen)).toEqual([]);
  });
});

/** The estate as if its managed network were provisioned and its rules Active. */
function activate(estate: EstateDocument): EstateDocument {
  return JSON.parse(JSON.stringify(estate).replaceAll('"status":"Inactive"', '"status":"Active"')) as EstateDocument;
}

function isBlobFromManaged({ origin, door }: ReturnType<typeof computeReach>[number]): boolean {
  return origin.kind === "managedNetwork" && door.subresource === "blob";
}
