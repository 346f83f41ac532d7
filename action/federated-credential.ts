import type { HttpClient } from "@azure/core-rest-pipeline";
import { ClientAssertionCredential } from "@azure/identity";
import { builtInClouds, type CloudEndpoints } from "../src/azure/cloud-endpoints.ts";
import type { NamedCredential } from "../src/azure/credential.ts";
import { namingHost } from "../src/azure/sign-in-host.ts";
import type { Environment } from "../src/cli/shell.ts";
import { RunError } from "../src/errors.ts";

/** What Entra expects in a federated credential of a workflow. */
const audience = "api://AzureADTokenExchange";

/** Asks GitHub for a token for one audience; `getIDToken` of @actions/core. */
export type GetIdToken = (audience: string) => Promise<string>;

/** Throws RunError SFH906 where the job may not ask GitHub for a token: the runner gives these only with the permission. */
export function requireIdTokens(env: Environment): void {
  if ((env.ACTIONS_ID_TOKEN_REQUEST_URL ?? "") !== "" && (env.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? "") !== "") return;
  throw new RunError("SFH906", "client-id is given, but the job may not ask GitHub for an identity token.", {
    fix: "Add to the job: permissions: { id-token: write, contents: read }",
  });
}

/**
 * Signs in with the workflow's own identity. GitHub's token lives for minutes and a run for an hour, so a fresh one is
 * asked for each time Entra wants one.
 */
export function createFederatedCredential(
  who: { readonly clientId: string; readonly tenantId: string },
  getIdToken: GetIdToken,
  { authorityHost }: CloudEndpoints,
  httpClient: HttpClient,
): NamedCredential {
  const publicHosts = Object.values(builtInClouds).map((endpoints) => endpoints.authorityHost);
  const options = {
    authorityHost,
    // The directory of instances is the public cloud's: it doesn't know a private authority.
    disableInstanceDiscovery: !publicHosts.includes(authorityHost),
  };
  const getAssertion = (): Promise<string> => getIdToken(audience);
  const credential = namingHost(
    httpClient,
    (client) =>
      new ClientAssertionCredential(who.tenantId, who.clientId, getAssertion, { ...options, httpClient: client }),
  );
  return { credential, name: "workflow identity (OIDC)" };
}
