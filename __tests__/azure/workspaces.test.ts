import { describe, expect, it } from "vitest";

import { parseConnection } from "../../src/azure/connections.ts";
import { parseDatastore } from "../../src/azure/datastores.ts";
import { parseNetwork } from "../../src/azure/networks.ts";
import { parseOutboundRule } from "../../src/azure/outbound-rules.ts";
import { interfaceAddresses, parsePrivateEndpoint } from "../../src/azure/private-endpoints.ts";
import { parseWorkspace } from "../../src/azure/workspaces.ts";
import { parseLink, parseRecords } from "../../src/azure/zones.ts";

const id = "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/Hub1";

describe("a workspace", () => {
  it("has kinds in any casing, none meaning Default", () => {
    const kindOf = (kind: string | undefined) => parseWorkspace({ kind }, id).kind;
    expect([kindOf("Hub"), kindOf("project"), kindOf(undefined), kindOf("FeatureStore"), kindOf("Lean")]).toEqual([
      "hub",
      "project",
      "default",
      "featurestore",
      "other",
    ]);
  });

  it('without a registry says "", null or nothing', () => {
    for (const containerRegistry of ["", null, undefined]) {
      expect(parseWorkspace({ properties: { containerRegistry } }, id).containerRegistry).toBeUndefined();
    }
  });

  it("of an early preview lists its services", () => {
    const properties = { storageAccount: null, keyVault: null, storageAccounts: ["/st"], keyVaults: ["/kv"] };
    expect(parseWorkspace({ properties }, id)).toMatchObject({ storageAccount: "/st", keyVault: "/kv" });
  });

  it("shows its managed network, with no status at all while isolation is off", () => {
    expect(
      parseWorkspace({ properties: { managedNetwork: { isolationMode: "Disabled" } } }, id).managedNetwork,
    ).toEqual({
      isolationMode: "Disabled",
      isActive: false,
      isSparkReady: false,
    });
    const managedNetwork = {
      isolationMode: "allowOnlyApprovedOutbound",
      status: { status: "Active", sparkReady: true },
    };
    expect(parseWorkspace({ properties: { managedNetwork } }, id).managedNetwork).toEqual({
      isolationMode: "AllowOnlyApprovedOutbound",
      isActive: true,
      isSparkReady: true,
    });
  });
});

describe("a workspace's identities", () => {
  const one = "/subscriptions/s/resourcegroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one";
  const two = one.replace("one", "two");
  const assigned = { [one]: { principalId: "p1" }, [two]: { principalId: "p2" } };

  it("are the system-assigned one where there is no other", () => {
    const workspace = parseWorkspace({ identity: { type: "SystemAssigned", principalId: "p0" } }, id);
    expect(workspace.identities).toEqual([{ principalId: "p0", source: "system-assigned" }]);
    expect(workspace.approvingIdentity?.principalId).toBe("p0");
  });

  it("are the only user-assigned one, which approves", () => {
    const workspace = parseWorkspace(
      { identity: { principalId: null, userAssignedIdentities: { [one]: { principalId: "p1" } } } },
      id,
    );
    expect(workspace.identities.map((identity) => identity.principalId)).toEqual(["p1"]);
    expect(workspace.approvingIdentity?.principalId).toBe("p1");
  });

  it("are the primary one of several, in whatever casing it is named", () => {
    const properties = { primaryUserAssignedIdentity: two.toUpperCase() };
    const workspace = parseWorkspace(
      { identity: { principalId: "p0", userAssignedIdentities: assigned }, properties },
      id,
    );
    expect(workspace.identities.map((identity) => identity.principalId)).toEqual(["p0", "p2"]);
    expect(workspace.approvingIdentity?.principalId).toBe("p2");
  });

  it("of several without a primary are none of them", () => {
    const workspace = parseWorkspace({ identity: { principalId: "p0", userAssignedIdentities: assigned } }, id);
    expect(workspace.approvingIdentity?.principalId).toBe("p0");
  });
});

describe("an outbound rule", () => {
  it("to a private endpoint has its target and sub-resource, with no id or type on the wire", () => {
    const destination = {
      serviceResourceId: "/st",
      subresourceTarget: "Blob",
      sparkEnabled: false,
      sparkStatus: "Inactive",
    };
    const properties = {
      type: "PrivateEndpoint",
      category: "userDefined",
      status: "inactive",
      destination,
      fqdns: ["a.b.c"],
    };
    expect(parseOutboundRule({ id: null, type: null, name: "Connection_x_blob", properties })).toEqual({
      type: "PrivateEndpoint",
      name: "Connection_x_blob",
      category: "UserDefined",
      status: "Inactive",
      target: "/st",
      subresource: "blob",
      fqdns: ["a.b.c"],
      sparkEnabled: false,
      failure: undefined,
    });
  });

  it.each([
    ["FQDN", "pypi.org", "pypi.org"],
    ["ServiceTag", { serviceTag: "AzureMonitor", protocol: "TCP" }, "AzureMonitor"],
  ])("of type %s has its destination as text", (type, destination, expected) => {
    expect(parseOutboundRule({ name: "r", properties: { type, destination } })).toMatchObject({
      type,
      destination: expected,
    });
  });

  it("of a kind not known yet is shown as such", () => {
    expect(parseOutboundRule({ name: "r", properties: { type: "New", category: "Odd", status: "Odd" } })).toEqual({
      type: "Unknown",
      name: "r",
      category: "Unknown",
      status: "Unknown",
      destination: "",
    });
  });

  it.each([["not allowed"], [{ message: "not allowed" }], [{ error: { message: "not allowed" } }]])(
    "that failed says why, given as %o",
    (errorInformation) => {
      const destination = { serviceResourceId: "/st", subresourceTarget: "blob" };
      const rule = parseOutboundRule({
        name: "r",
        properties: { type: "PrivateEndpoint", status: "Failed", destination, errorInformation },
      });
      expect(rule).toMatchObject({ status: "Failed", failure: "not allowed" });
    },
  );
});

describe("a connection", () => {
  it.each(["ResourceId", "resourceid", "resourceId", "RESOURCEID"])("names its resource under %s", (key) => {
    expect(parseConnection({ name: "c", properties: { metadata: { [key]: "/r" } } }, id).resourceId).toBe("/r");
  });

  it("shared from the hub belongs to the hub, whatever the wire's id says", () => {
    const hub = id.replace("Hub1", "hub0");
    const document = {
      id: `${id}/linkedWorkspaces/c`,
      name: "c",
      properties: { createdByWorkspaceArmId: hub, category: "AIServices", target: "t" },
    };
    expect(parseConnection(document, id)).toMatchObject({ id: `${hub}/connections/c`, createdBy: hub });
    expect(parseConnection(document, hub.toUpperCase()).createdBy).toBeUndefined();
  });
});

describe("a datastore", () => {
  it("uses keys where its credentials say so", () => {
    const properties = {
      accountName: "st1",
      containerName: "guid-azureml-blobstore",
      datastoreType: "AzureBlob",
      credentials: { credentialsType: "AccountKey" },
    };
    expect(parseDatastore({ name: "workspaceblobstore", properties })).toEqual({
      name: "workspaceblobstore",
      type: "azureblob",
      accountName: "st1",
      containerName: "guid-azureml-blobstore",
    });
  });
});

describe("networks and zones", () => {
  const networkId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v";

  it("with Azure's own resolver count as Azure-provided", () => {
    const serversOf = (dnsServers: string[]) =>
      parseNetwork({ properties: { dhcpOptions: { dnsServers } } }, networkId).dnsServers;
    expect(serversOf(["168.63.129.16"])).toEqual([]);
    expect(serversOf(["10.0.0.4", "168.63.129.16"])).toEqual(["10.0.0.4", "168.63.129.16"]);
    expect(parseNetwork({ properties: {} }, networkId).dnsServers).toEqual([]);
  });

  it("reach only peers that are connected and let in", () => {
    const peering = (peeringState: string, allowVirtualNetworkAccess: boolean, remote: string) => ({
      properties: { peeringState, allowVirtualNetworkAccess, remoteVirtualNetwork: { id: remote } },
    });
    const virtualNetworkPeerings = [
      peering("Connected", true, "/a"),
      peering("Disconnected", true, "/b"),
      peering("Connected", false, "/c"),
    ];
    expect(parseNetwork({ properties: { virtualNetworkPeerings } }, networkId).peers).toEqual(["/a"]);
  });

  it("have subnets with one range or several", () => {
    const subnets = [
      { id: "/v/subnets/a", properties: { addressPrefix: "10.0.0.0/24" } },
      { id: "/v/subnets/b", properties: { addressPrefixes: ["10.0.1.0/24", "10.0.2.0/24"] } },
      { id: "/v/subnets/c" },
    ];
    expect(parseNetwork({ properties: { subnets } }, networkId).subnets).toEqual([
      { id: "/v/subnets/a", ranges: ["10.0.0.0/24"] },
      { id: "/v/subnets/b", ranges: ["10.0.1.0/24", "10.0.2.0/24"] },
      { id: "/v/subnets/c", ranges: [] },
    ]);
  });

  it("have links that may fall back to the public answer", () => {
    const link = (more: object) =>
      parseLink({ properties: { virtualNetwork: { id: "/v" }, ...more } })[0]?.fallsBackToPublic;
    expect([link({ resolutionPolicy: "NxDomainRedirect" }), link({ resolutionPolicy: "Default" }), link({})]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("have records by lower-case relative name", () => {
    const records = parseRecords([{ name: "ST1", properties: { aRecords: [{ ipv4Address: "10.0.0.4" }] } }]);
    expect([...records]).toEqual([["st1", ["10.0.0.4"]]]);
  });

  it("hold endpoints whose connection may stand in either list", () => {
    const link = {
      properties: {
        privateLinkServiceId: "/st",
        groupIds: ["Blob"],
        privateLinkServiceConnectionState: { status: "Pending" },
      },
    };
    const document = {
      name: "pe",
      properties: {
        provisioningState: "Succeeded",
        subnet: { id: `${networkId}/subnets/x` },
        manualPrivateLinkServiceConnections: [link],
      },
    };
    expect(parsePrivateEndpoint(document, "/pe", [], undefined)).toMatchObject({
      network: networkId,
      target: "/st",
      groupIds: ["blob"],
      status: "Pending",
    });
  });

  it("have addresses for each name of each interface configuration", () => {
    const configuration = {
      properties: { privateIPAddress: "10.0.0.4", privateLinkConnectionProperties: { fqdns: ["A.b", "c.d"] } },
    };
    expect(interfaceAddresses({ properties: { ipConfigurations: [configuration, { properties: {} }] } })).toEqual([
      { name: "a.b", address: "10.0.0.4" },
      { name: "c.d", address: "10.0.0.4" },
    ]);
  });
});
