import { writeFileSync } from "node:fs";
import path from "node:path";
import { ContainerRegistryManagementClient } from "@azure/arm-containerregistry";
import { KeyVaultManagementClient } from "@azure/arm-keyvault";
import { AzureMachineLearningWorkspaces } from "@azure/arm-machinelearning";
import { StorageManagementClient } from "@azure/arm-storage";
import { ClientAssertionCredential, ClientSecretCredential, WorkloadIdentityCredential } from "@azure/identity";
import type { TokenCredential } from "@azure/identity";
import { generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { estateNamed, find } from "../support/edit-estate.ts";
import { scratchFolder, serveEstate } from "./served-estate.ts";
import type { ServedEstate } from "./served-estate.ts";

const group = "rg-northwind-ai";

let served: ServedEstate;
beforeAll(async () => {
  const behaviour = { registryPatch: "lro", workspacePatch: "lro" } as const;
  served = await serveEstate(estateNamed("fresh-approved-only"), { pace: { kind: "polls", polls: 2 }, behaviour });
});
afterAll(() => served.close());

/** Where the identity library signs in, and whom it trusts. */
const authority = () => ({
  authorityHost: served.arm,
  disableInstanceDiscovery: true,
  tlsOptions: { ca: served.caPem },
});

const bySecret = (): TokenCredential => {
  const { tenantId, clientId, clientSecret } = served.credentials;
  return new ClientSecretCredential(tenantId, clientId, clientSecret, authority());
};

/** A token of a workflow, of a cluster: signed by somebody Entra was told to trust. */
async function assertion(secondsLeft: number): Promise<string> {
  const { privateKey } = await generateKeyPair("RS256");
  return new SignJWT({})
    .setProtectedHeader({ alg: "RS256", typ: "JWT" })
    .setIssuer("https://token.actions.githubusercontent.com")
    .setSubject("repo:northwind/ai:environment:production")
    .setAudience("api://AzureADTokenExchange")
    .setExpirationTime(Math.floor(Date.now() / 1000) + secondsLeft)
    .sign(privateKey);
}

const byAssertion = (secondsLeft = 300): TokenCredential => {
  const { tenantId, clientId } = served.credentials;
  return new ClientAssertionCredential(tenantId, clientId, () => assertion(secondsLeft), authority());
};

const byTokenFile = async (): Promise<TokenCredential> => {
  const { tenantId, clientId } = served.credentials;
  const tokenFilePath = path.join(scratchFolder(), "token");
  writeFileSync(tokenFilePath, await assertion(300));
  return new WorkloadIdentityCredential({ tenantId, clientId, tokenFilePath, ...authority() });
};

const subscription = (): string => served.before.subscriptions[0]?.subscriptionId ?? "";
const options = () => ({ endpoint: served.arm, tlsOptions: { ca: served.caPem } });
const scope = (): string => `${served.arm}/.default`;

const storageWith = (credential: TokenCredential): StorageManagementClient =>
  new StorageManagementClient(credential, subscription(), { ...options(), credentials: { scopes: [scope()] } });

async function all<T>(rows: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

describe("@azure/identity", () => {
  test.each([
    ["a secret", bySecret],
    ["an assertion", byAssertion],
    ["a token file", byTokenFile],
  ])("signs in with %s", async (_, credential) => {
    const client = storageWith(await credential());
    expect(await client.storageAccounts.getProperties(group, "stnorthwindai")).toMatchObject({ name: "stnorthwindai" });
  });

  test("says Entra's code for a wrong secret and for an assertion that is too old", async () => {
    const { tenantId, clientId } = served.credentials;
    const wrong = new ClientSecretCredential(tenantId, clientId, "wrong", authority());
    await expect(wrong.getToken(scope())).rejects.toThrow("AADSTS7000215");
    await expect(byAssertion(-60).getToken(scope())).rejects.toThrow("AADSTS700024");
  });
});

describe("@azure/arm-storage", () => {
  test("gets, lists and updates accounts", async () => {
    const { storageAccounts } = storageWith(bySecret());
    const names = (await all(storageAccounts.list())).map(({ name }) => name);
    expect(names).toEqual(["stnorthwindai"]);
    await storageAccounts.update(group, "stnorthwindai", { publicNetworkAccess: "Disabled" });
    const before = find(served.before, "storageAccounts/stnorthwindai");
    expect(served.now("storageAccounts/stnorthwindai")).toEqual({
      ...before,
      properties: { ...before.properties, publicNetworkAccess: "Disabled" },
    });
  });
});

describe("@azure/arm-keyvault", () => {
  test("gets, lists and updates vaults, and waits for one it writes whole", async () => {
    const client = new KeyVaultManagementClient(bySecret(), subscription(), {
      ...options(),
      credentials: { scopes: [scope()] },
    });
    const vault = await client.vaults.get(group, "kv-northwind-ai");
    expect((await all(client.vaults.listBySubscription())).map(({ name }) => name)).toEqual(["kv-northwind-ai"]);
    await client.vaults.update(group, "kv-northwind-ai", { properties: { publicNetworkAccess: "Disabled" } });
    expect(served.now("vaults/kv-northwind-ai").properties).toMatchObject({ publicNetworkAccess: "Disabled" });
    const { location = "", properties } = vault;
    const written = await client.vaults.createOrUpdate(group, "kv-northwind-ai", { location, properties });
    expect(written.properties.publicNetworkAccess).toBe("Enabled");
    expect(served.now("vaults/kv-northwind-ai").properties).toMatchObject({ publicNetworkAccess: "Enabled" });
  });
});

describe("@azure/arm-containerregistry", () => {
  test("gets, lists and updates registries, and polls until the update is done", async () => {
    const client = new ContainerRegistryManagementClient(bySecret(), subscription(), {
      ...options(),
      credentials: { scopes: [scope()] },
    });
    expect(await client.registries.get(group, "crnorthwindai")).toMatchObject({ sku: { name: "Premium" } });
    expect((await all(client.registries.list())).map(({ name }) => name)).toEqual(["crnorthwindai"]);
    const poller = client.registries.update(
      group,
      "crnorthwindai",
      { publicNetworkAccess: "Disabled" },
      { updateIntervalInMs: 1 },
    );
    expect(await poller.pollUntilDone()).toMatchObject({ publicNetworkAccess: "Disabled" });
    expect(served.now("registries/crnorthwindai").properties).toMatchObject({ publicNetworkAccess: "Disabled" });
  });
});

describe("@azure/arm-machinelearning", () => {
  const machineLearning = (): AzureMachineLearningWorkspaces =>
    new AzureMachineLearningWorkspaces(bySecret(), subscription(), {
      ...options(),
      credentialScopes: scope(),
      apiVersion: "2025-12-01",
    });

  test("gets and lists workspaces, connections and datastores", async () => {
    const client = machineLearning();
    expect(await client.workspaces.get(group, "hub-northwind")).toMatchObject({ name: "hub-northwind", kind: "Hub" });
    const names = (await all(client.workspaces.listBySubscription())).map(({ name }) => name);
    expect(names).toEqual(["hub-northwind", "proj-orders", "proj-shipping"]);
    const connections = await all(client.workspaceConnections.list(group, "hub-northwind"));
    expect(connections).toHaveLength(4);
    const datastores = await all(client.datastores.list(group, "proj-orders"));
    expect(datastores.map(({ name }) => name)).toContain("workspaceblobstore");
  });

  test("updates a workspace and diagnoses it, polling until each is done", async () => {
    const client = machineLearning();
    const update = { tags: { owner: "platform" } };
    await client.workspaces.beginUpdateAndWait(group, "proj-orders", update, { updateIntervalInMs: 1 });
    const before = find(served.before, "workspaces/proj-orders");
    expect(served.now("workspaces/proj-orders")).toEqual({ ...before, tags: { owner: "platform" } });
    const diagnosis = await client.workspaces.beginDiagnoseAndWait(group, "hub-northwind", { updateIntervalInMs: 1 });
    expect(diagnosis.value).toMatchObject({ dnsResolutionResults: [], resourceLockResults: [] });
  });
});
