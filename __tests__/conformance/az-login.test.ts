import { generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { estateNamed } from "../support/edit-estate.ts";
import { azOn, loginArguments } from "./azure-cli.ts";
import { serveEstate } from "./served-estate.ts";
import type { ServedEstate } from "./served-estate.ts";

let served: ServedEstate;
beforeAll(async () => {
  served = await serveEstate(estateNamed("fresh-approved-only"));
});
afterAll(() => served.close());

/** A token as GitHub gives it to a job: for five minutes, from then on. */
async function githubToken(issuedAt: number): Promise<string> {
  const { privateKey } = await generateKeyPair("RS256");
  return new SignJWT({ repository: "northwind/ai", ref: "refs/heads/main" })
    .setProtectedHeader({ alg: "RS256", typ: "JWT", kid: "38826b17-6a30-5f9b-b169-8beb8202f723" })
    .setIssuer("https://token.actions.githubusercontent.com")
    .setSubject("repo:northwind/ai:environment:production")
    .setAudience("api://AzureADTokenExchange")
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt - 600)
    .setExpirationTime(issuedAt + 300)
    .sign(privateKey);
}

const now = (): number => Math.floor(Date.now() / 1000);

test("the cloud registers from the metadata alone, every endpoint on the twin", async () => {
  const az = await azOn(served);
  expect(await az.json("cloud", "show", "--name", "Twin")).toMatchObject({
    endpoints: {
      activeDirectory: served.arm,
      activeDirectoryResourceId: served.arm,
      resourceManager: served.arm,
      microsoftGraphResourceId: `${served.arm}/graph`,
    },
    suffixes: { keyvaultDns: ".vault.azure.net", storageEndpoint: "core.windows.net" },
  });
});

test("a secret signs in, and the subscriptions are the estate's", async () => {
  const az = await azOn(served);
  await az.json(...loginArguments(served, "--password", served.credentials.clientSecret));
  const [subscription] = served.before.subscriptions;
  expect(await az.json("account", "show")).toMatchObject({
    environmentName: "Twin",
    id: subscription?.subscriptionId,
    name: subscription?.displayName,
    tenantId: served.before.tenantId,
    user: { name: served.before.caller.appId, type: "servicePrincipal" },
  });
});

test("a wrong secret is refused with Entra's own code", async () => {
  const az = await azOn(served);
  const said = await az.refusal(...loginArguments(served, "--password", "wrong"));
  expect(said).toContain("AADSTS7000215");
  expect(await az.json("account", "list")).toEqual([]);
});

test("an unknown application is refused with Entra's own code", async () => {
  const az = await azOn(served);
  const stranger = ["login", "--service-principal", "--username", "00000000-0000-4000-8000-00000000abcd"];
  const said = await az.refusal(...stranger, "--tenant", served.credentials.tenantId, "--password", "some");
  expect(said).toContain("AADSTS700016");
});

test("a federated token signs in as it does in a workflow", async () => {
  const az = await azOn(served);
  await az.json(...loginArguments(served, "--federated-token", await githubToken(now())));
  expect(await az.json("resource", "show", "--ids", served.before.hub)).toMatchObject({ kind: "Hub" });
});

test("a federated token that is too old is refused with Entra's own code and its times", async () => {
  const az = await azOn(served);
  const issuedAt = now() - 400;
  const said = await az.refusal(...loginArguments(served, "--federated-token", await githubToken(issuedAt)));
  expect(said).toContain("AADSTS700024");
  const expiry = new Date((issuedAt + 300) * 1000).toISOString().replace(".000Z", ".0000000Z");
  expect(said).toContain(`expiry time of assertion ${expiry}`);
});
