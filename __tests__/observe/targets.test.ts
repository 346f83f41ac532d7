import { describe, expect, it } from "vitest";

import { findTarget } from "../../src/observe/targets.ts";
import type { HostFound } from "../../src/observe/targets.ts";
import type { ConnectionFacts } from "../../src/ports.ts";
import type { Workspace } from "../../src/snapshot/workspace.ts";

const group = "/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/g/providers";
const hub: Workspace = {
  id: `${group}/Microsoft.MachineLearningServices/workspaces/hub1`,
  name: "hub1",
  kind: "hub",
  location: "westus3",
  workspaceId: "guid",
  provisioningState: "Succeeded",
  storageAccount: `${group}/Microsoft.Storage/storageAccounts/st1`,
  keyVault: `${group}/Microsoft.KeyVault/vaults/kv1`,
  containerRegistry: undefined,
  hubId: undefined,
  imageBuildCompute: undefined,
  managedNetwork: { isolationMode: "AllowInternetOutbound", isActive: false, isSparkReady: false },
  systemDatastoresAuthMode: "",
  identities: [],
  approvingIdentity: undefined,
};

const search = `${group}/Microsoft.Search/searchServices/srch1`;
const other = `${group}/Microsoft.Storage/storageAccounts/st2`;

function connection(facts: Partial<ConnectionFacts>): ConnectionFacts {
  return {
    id: `${hub.id}/connections/c`,
    name: "c",
    category: "ApiKey",
    target: "",
    resourceId: "",
    createdBy: undefined,
    ...facts,
  };
}

const hosts = new Map([
  ["srch1.search.windows.net", search],
  ["st2.blob.core.windows.net", other],
]);

async function targetOf(facts: Partial<ConnectionFacts>, unlisted: readonly string[] = []) {
  const findHost = async (host: string): Promise<HostFound> => {
    const id = hosts.get(host);
    return id === undefined ? { is: "missing", unlisted } : { is: "found", id };
  };
  return findTarget(connection(facts), hub, "core.windows.net", findHost);
}

function destinations(target: string, ...subresources: readonly string[]) {
  return { is: "destinations", destinations: subresources.map((subresource) => ({ target, subresource })) };
}

describe("what a connection leads to", () => {
  it("is the resource its metadata names, before anything its URL says", async () => {
    expect(await targetOf({ resourceId: search, target: "https://elsewhere.example" })).toEqual(
      destinations(search, "searchService"),
    );
  });

  it("is the resource whose id stands as its target", async () => {
    expect(await targetOf({ target: search })).toEqual(destinations(search, "searchService"));
  });

  it.each(["https://SRCH1.search.windows.net/", "srch1.search.windows.net"])(
    "is found by the host of %s",
    async (target) => {
      expect(await targetOf({ target })).toEqual(destinations(search, "searchService"));
    },
  );

  it("is the account where a child of it is named", async () => {
    const account = `${group}/Microsoft.CognitiveServices/accounts/ais`;
    expect(await targetOf({ resourceId: `${account}/projects/p` })).toEqual(destinations(account, "account"));
  });

  it.each([
    ["AzureBlob", ["blob"]],
    ["ADLSGen2", ["blob", "dfs"]],
    ["AzureStorageAccount", ["blob", "file"]],
  ])("of category %s takes the storage sub-resources it reads from", async (category, subresources) => {
    expect(await targetOf({ category, resourceId: other })).toEqual(destinations(other, ...subresources));
  });

  it("is a database by its own kind of sub-resource", async () => {
    const account = `${group}/Microsoft.DocumentDB/databaseAccounts/c1`;
    expect(await targetOf({ category: "CosmosDb", resourceId: account })).toEqual(destinations(account, "Sql"));
    expect(await targetOf({ category: "CosmosDbMongoDbApi", resourceId: account })).toEqual(
      destinations(account, "MongoDB"),
    );
  });

  it.each([
    { target: "https://st1.blob.core.windows.net/guid-azureml-blobstore" },
    { resourceId: `${group}/microsoft.storage/storageaccounts/ST1` },
    { resourceId: `${group}/Microsoft.KeyVault/vaults/kv1` },
  ])("is the hub's own for %o", async (facts) => {
    expect(await targetOf(facts)).toEqual({ is: "own" });
  });

  it("is said to be unsupported where Private Link can't lead to its type", async () => {
    const resource = `${group}/Microsoft.Bing/accounts/b`;
    expect(await targetOf({ resourceId: resource })).toEqual({
      is: "unsupported",
      resource,
      type: "microsoft.bing/accounts",
    });
  });

  it.each([
    [{ target: "" }, /no target/],
    [{ target: "just words" }, /neither a URL nor an id/],
    [{ target: "https://api.example.com/v1" }, /no Azure service/],
    [
      { target: "https://theirs.openai.azure.com" },
      /no resource in the readable subscriptions answers to theirs.openai.azure.com/,
    ],
  ])("is nothing for %o, and it says why", async (facts, why) => {
    const target = await targetOf(facts);
    expect(target).toMatchObject({ is: "nothing" });
    expect(target.is === "nothing" ? target.why : "").toMatch(why);
  });

  it("is nothing with the subscriptions that could not be searched", async () => {
    expect(await targetOf({ target: "https://theirs.search.windows.net" }, ["sub-b"])).toMatchObject({
      why: expect.stringContaining("not listed: sub-b") as unknown,
    });
  });
});
