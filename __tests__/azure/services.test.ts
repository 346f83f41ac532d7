import { describe, expect, it } from "vitest";

import { builtInClouds } from "../../src/azure/cloud-endpoints.ts";
import { connectionStatus, parseEndpointConnection } from "../../src/azure/endpoint-connections.ts";
import { readCognitive } from "../../src/azure/services/cognitive.ts";
import { readHub } from "../../src/azure/services/hub.ts";
import { readKeyVault } from "../../src/azure/services/key-vault.ts";
import { readOther } from "../../src/azure/services/other.ts";
import { readRegistry } from "../../src/azure/services/registry.ts";
import { readSearch } from "../../src/azure/services/search.ts";
import { readStorage } from "../../src/azure/services/storage.ts";

const { cloud } = builtInClouds.azurecloud;
const government = builtInClouds.azureusgovernment.cloud;

describe("a storage account", () => {
  it("that never set anything is open to all, with keys and trusted services", () => {
    const parts = readStorage({ name: "st1", properties: {} }, cloud);
    expect(parts.publicAccess).toMatchObject({ state: "enabled", defaultAction: "allow", letsTrustedServicesIn: true });
    expect(parts.allowsSharedKey).toBe(true);
  });

  it("shows ranges of both families, subnets, resource instances and what bypasses", () => {
    const networkAcls = {
      bypass: "Logging, Metrics",
      defaultAction: "deny",
      ipRules: [{ value: "203.0.113.0/24", action: "Allow" }],
      ipv6Rules: [{ value: "2001:db8::/32" }],
      virtualNetworkRules: [{ id: "/subscriptions/s/x/subnets/a" }],
      resourceAccessRules: [{ tenantId: "t", resourceId: "/subscriptions/s/r" }],
    };
    const parts = readStorage(
      { name: "st1", properties: { networkAcls, allowSharedKeyAccess: false, publicNetworkAccess: "Disabled" } },
      cloud,
    );
    expect(parts.publicAccess).toEqual({
      state: "disabled",
      defaultAction: "deny",
      ipRanges: ["203.0.113.0/24", "2001:db8::/32"],
      subnets: ["/subscriptions/s/x/subnets/a"],
      resourceInstances: ["/subscriptions/s/r"],
      letsTrustedServicesIn: false,
    });
    expect(parts.allowsSharedKey).toBe(false);
  });

  it("has the names it tells, blob and file in any case, and none where it can't be known", () => {
    const doors = readStorage(
      { name: "st1", properties: { primaryEndpoints: { web: "https://st1.z20.web.core.usgovcloudapi.net/" } } },
      government,
    ).doors;
    const names = Object.fromEntries(doors.map((door) => [door.subresource, door.names]));
    expect(names).toMatchObject({
      blob: ["st1.blob.core.usgovcloudapi.net"],
      file: ["st1.file.core.usgovcloudapi.net"],
      web: ["st1.z20.web.core.usgovcloudapi.net"],
      queue: [],
    });
  });

  it("in a perimeter is neither open nor closed", () => {
    expect(readStorage({ properties: { publicNetworkAccess: "SecuredByPerimeter" } }, cloud).publicAccess.state).toBe(
      "perimeter",
    );
  });
});

describe("a key vault", () => {
  it("without rules lets everybody and trusted services in", () => {
    const parts = readKeyVault({ name: "kv1", properties: { vaultUri: "https://KV1.vault.azure.net" } }, cloud);
    expect(parts.publicAccess).toMatchObject({ state: "enabled", defaultAction: "allow", letsTrustedServicesIn: true });
    expect(parts.doors).toEqual([{ subresource: "vault", names: ["kv1.vault.azure.net"] }]);
  });

  it("with bypass None lets no trusted service in", () => {
    expect(
      readKeyVault({ properties: { networkAcls: { bypass: "none", defaultAction: "Deny" } } }, cloud).publicAccess,
    ).toMatchObject({
      defaultAction: "deny",
      letsTrustedServicesIn: false,
    });
  });
});

describe("a registry", () => {
  const registry = { name: "cr1", location: "West US 3", sku: { name: "Premium" } };

  it("below Premium has no rules, which is open to all", () => {
    const parts = readRegistry({ ...registry, sku: { name: "Basic" }, properties: {} }, cloud);
    expect(parts.publicAccess).toMatchObject({ defaultAction: "allow", letsTrustedServicesIn: true });
    expect(parts.sku).toBe("basic");
  });

  it("has its region's data name as soon as there is a private endpoint", () => {
    const properties = { loginServer: "cr1.azurecr.io", privateEndpointConnections: [{ id: "x" }] };
    expect(readRegistry({ ...registry, properties }, cloud).doors).toEqual([
      { subresource: "registry", names: ["cr1.azurecr.io", "cr1.westus3.data.azurecr.io"] },
    ]);
    expect(readRegistry({ ...registry, properties: {} }, cloud).doors[0]?.names).toEqual(["cr1.azurecr.io"]);
  });
});

describe("a hub", () => {
  const hub = {
    location: "eastus2",
    properties: { workspaceId: "AB-1", notebookInfo: { fqdn: "ml-h.eastus2.notebooks.azure.net" } },
  };

  it("has the names of its cloud, made of its workspace id and region", () => {
    expect(readHub(hub, cloud).doors[0]?.names).toEqual([
      "ab-1.workspace.eastus2.api.azureml.ms",
      "ab-1.workspace.eastus2.cert.api.azureml.ms",
      "ml-h.eastus2.notebooks.azure.net",
    ]);
    expect(readHub(hub, government).doors[0]?.names).toContain("ab-1.workspace.eastus2.api.ml.azure.us");
  });

  it("with an address list lets nobody else in", () => {
    const parts = readHub({ properties: { ipAllowlist: ["203.0.113.7"], publicNetworkAccess: "Enabled" } }, cloud);
    expect(parts.publicAccess).toMatchObject({ state: "enabled", defaultAction: "deny", ipRanges: ["203.0.113.7"] });
  });
});

describe("connected services", () => {
  it("search spells in lower case and closes by its first address rule", () => {
    const open = readSearch(
      { name: "s1", properties: { publicNetworkAccess: "enabled", networkRuleSet: { ipRules: [] } } },
      cloud,
    );
    expect(open.publicAccess).toMatchObject({ state: "enabled", defaultAction: "allow", letsTrustedServicesIn: false });
    const listed = readSearch(
      { name: "s1", properties: { networkRuleSet: { ipRules: [{ value: "1.2.3.4" }] } } },
      cloud,
    );
    expect(listed.publicAccess.defaultAction).toBe("deny");
    expect(listed.doors[0]?.names).toEqual(["s1.search.windows.net"]);
  });

  it("an AI services account answers under every family's host, an OpenAI account under one", () => {
    const account = (kind: string) =>
      readCognitive({ kind, properties: { customSubDomainName: "Ais1" } }, cloud).doors[0]?.names;
    expect(account("AIServices")).toEqual([
      "ais1.cognitiveservices.azure.com",
      "ais1.openai.azure.com",
      "ais1.services.ai.azure.com",
    ]);
    expect(account("OpenAI")).toEqual(["ais1.openai.azure.com"]);
  });

  it("a type without a model of its own reads as public, under the names it tells", () => {
    const parts = readOther(
      { name: "c1", properties: { documentEndpoint: "https://c1.documents.azure.com:443/" } },
      "microsoft.documentdb/databaseaccounts",
    );
    expect(parts.publicAccess).toMatchObject({ state: "enabled", defaultAction: "allow" });
    expect(parts.doors[0]).toEqual({ subresource: "Sql", names: ["c1.documents.azure.com"] });
  });
});

describe("a private endpoint connection", () => {
  const service = "/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/kv1";

  it("without a name has the one in its id", () => {
    const document = {
      id: `${service}/privateEndpointConnections/pe_1`,
      properties: { privateEndpoint: { id: "/pe" }, privateLinkServiceConnectionState: { status: "approved" } },
    };
    expect(parseEndpointConnection(document, service)).toEqual({
      id: `${service}/privateEndpointConnections/pe_1`,
      name: "pe_1",
      endpointId: "/pe",
      status: "Approved",
      groupIds: undefined,
    });
  });

  it("tells its group in one field or in a list, depending on the provider", () => {
    const groups = (properties: object) =>
      parseEndpointConnection({ name: "c", properties: { ...properties } }, service).groupIds;
    expect(groups({ groupId: "searchService" })).toEqual(["searchservice"]);
    expect(groups({ groupIds: ["Account"] })).toEqual(["account"]);
  });

  it("has a state of only one provider as Other", () => {
    expect(connectionStatus("Timeout")).toBe("Other");
  });
});
