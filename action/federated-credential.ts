import { ClientAssertionCredential } from "@azure/identity";
import { builtInClouds, type CloudEndpoints } from "../src/azure/cloud-endpoints.ts";
import type { NamedCredential } from "../src/azure/credential.ts";
import { RunError } from "../src/errors.ts";

/** What Entra expects in a federated credential of a workflow. */
const audience = "api://AzureADTokenExchange";

/** Asks GitHub for a token for one audience; `getIDToken` of @actions/core. */
export type GetIdToken = (audience: string) => Promise<string>;

/**
 * Signs in with the workflow's own identity. GitHub's token lives for minutes and a run for an hour, so a fresh one is
 * asked for each time Entra wants one. Throws RunError SFH906 where the job may not ask.
 */
export function createFederatedCredential(
  who: { readonly clientId: string; readonly tenantId: string },
  getIdToken: GetIdToken,
  { authorityHost }: CloudEndpoints,
): NamedCredential {
  const publicHosts = Object.values(builtInClouds).map((endpoints) => endpoints.authorityHost);
  const credential = new ClientAssertionCredential(who.tenantId, who.clientId, () => askForToken(getIdToken), {
    authorityHost,
    // The directory of instances is the public cloud's: it doesn't know a private authority.
    disableInstanceDiscovery: !publicHosts.includes(authorityHost),
  });
  return { credential, name: "workflow identity (OIDC)" };
}

async function askForToken(getIdToken: GetIdToken): Promise<string> {
  try {
    return await getIdToken(audience);
  } catch (error) {
    throw new RunError(
      "SFH906",
      `GitHub gave no identity token: ${error instanceof Error ? error.message : String(error)}`,
      {
        fix: "Add to the job: permissions: { id-token: write, contents: read }",
        cause: error,
      },
    );
  }
}
