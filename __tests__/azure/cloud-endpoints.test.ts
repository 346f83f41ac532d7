import { describe, expect, it } from "vitest";

import { builtInClouds, parseCloudEndpoints } from "../../src/azure/cloud-endpoints.ts";
import { findCloud } from "../../src/azure/clouds.ts";
import { runErrorOf } from "../support/run-error.ts";

const local = {
  name: "LocalCloud",
  resourceManager: "https://arm.local:8443/",
  authentication: { loginEndpoint: "https://login.local/", audiences: ["https://arm.local/"], tenant: "common" },
  suffixes: { storage: "core.chinacloudapi.cn", keyVaultDns: "vault.azure.cn", acrLoginServer: ".azurecr.cn" },
  portal: "https://portal.local",
};

describe("a cloud's metadata document", () => {
  it("gives hosts without trailing slashes, the audience as published and suffixes without a leading dot", () => {
    const endpoints = parseCloudEndpoints(local, "arm.local:8443");
    expect(endpoints.resourceManager).toBe("https://arm.local:8443");
    expect(endpoints.authorityHost).toBe("https://login.local");
    expect(endpoints.scope).toBe("https://arm.local//.default");
    expect(endpoints.cloud.registrySuffix).toBe("azurecr.cn");
  });

  it("tells the kind by its suffixes where the name is its own", () => {
    expect(parseCloudEndpoints(local, "arm.local:8443").cloud).toMatchObject({
      name: "LocalCloud",
      kind: "AzureChinaCloud",
    });
  });

  it("tells the kind by its name where a public cloud has it", () => {
    const document = { ...local, name: "azureusgovernment" };
    expect(parseCloudEndpoints(document, "arm.local:8443").cloud.kind).toBe("AzureUSGovernment");
  });

  it("may be a list, of which the host's own entry counts", () => {
    const other = { ...local, name: "AzureCloud", resourceManager: "https://management.azure.com" };
    expect(parseCloudEndpoints([other, local], "arm.local:8443").cloud.name).toBe("LocalCloud");
  });

  it("asks for the host itself where no audience is told", () => {
    const document = { ...local, authentication: { loginEndpoint: "https://login.local" } };
    expect(parseCloudEndpoints(document, "x").scope).toBe("https://arm.local:8443/.default");
  });

  it.each([
    ["a list without the host", [local, local]],
    ["something else", { hello: "world" }],
    ["a login over http", { ...local, authentication: { loginEndpoint: "http://login.local" } }],
    ["nothing", null],
  ])("is refused when it is %s", async (_, document) => {
    const error = await runErrorOf(() => parseCloudEndpoints(document, "elsewhere"));
    expect(error.code).toBe("SFH908");
  });
});

describe("finding the cloud", () => {
  it("is the public one without any option", async () => {
    expect(await findCloud({})).toBe(builtInClouds.azurecloud);
  });

  it("is the named one", async () => {
    expect((await findCloud({ environment: "azurechinacloud" })).cloud.name).toBe("AzureChinaCloud");
  });

  it("refuses a metadata URL that isn't https", async () => {
    expect((await runErrorOf(() => findCloud({ metadataUrl: "http://localhost/metadata" }))).code).toBe("SFH912");
  });
});
