import { getIDToken } from "@actions/core";
import type { HttpClient } from "@azure/core-rest-pipeline";
import { ClientAssertionCredential } from "@azure/identity";
import { isPublicAuthority, type CloudEndpoints } from "../src/azure/cloud-endpoints.ts";
import type { NamedCredential } from "../src/azure/credential.ts";
import { explainRefusal } from "../src/azure/federated-refusal.ts";
import { namingHost } from "../src/azure/sign-in-host.ts";
import { readWorkflowToken } from "../src/azure/workflow-token.ts";
import type { Host } from "../src/cli/compose.ts";
import type { Environment } from "../src/cli/shell.ts";
import { RunError } from "../src/errors.ts";
import type { CloudName } from "../src/snapshot/cloud.ts";
import { hasReadOnlyToken, type RunPlace } from "./github/run-place.ts";
import { askGithub, type GetIdToken } from "./github-token.ts";
import type { StepContext } from "./step-context.ts";

/** Who a workflow signs in as, with a token of its own. */
export interface FederatedIdentity {
  readonly clientId: string;
  readonly tenantId: string;
  /** What GitHub's token is for; what the cloud's Entra expects by default. */
  readonly audience?: string | undefined;
}

/** What Entra expects in a federated credential, a cloud each (documented). */
const audiences: Readonly<Record<CloudName, string>> = {
  AzureCloud: "api://AzureADTokenExchange",
  AzureUSGovernment: "api://AzureADTokenExchangeUSGov",
  AzureChinaCloud: "api://AzureADTokenExchangeChina",
};

/**
 * Throws RunError SFH906 where the job may not ask GitHub for a token: the runner gives these only with the permission,
 * and never to a pull request from a fork.
 */
function requireIdTokens(env: Environment, place: RunPlace | undefined): void {
  if ((env.ACTIONS_ID_TOKEN_REQUEST_URL ?? "") !== "" && (env.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? "") !== "") return;
  if (place !== undefined && hasReadOnlyToken(place)) {
    throw new RunError(
      "SFH906",
      "client-id is given, but this run is for a pull request from a fork: GitHub gives it no identity token, whatever the job's permissions say.",
      {
        fix: "Leave such runs out: if: github.event.pull_request.head.repo.full_name == github.repository. Run once the change is on a branch of this repository.",
      },
    );
  }
  throw new RunError("SFH906", "client-id is given, but the job may not ask GitHub for an identity token.", {
    fix: "Add to the job: permissions: { id-token: write, contents: read }",
  });
}

/**
 * How a run signs in: as the workflow where the inputs say as whom, with what the job has where they don't (undefined).
 * Throws RunError SFH906 where the job may not ask GitHub for a token.
 */
export function signInWith(
  federated: FederatedIdentity | undefined,
  { env, job }: Pick<StepContext, "env" | "job">,
): Host["credential"] {
  if (federated === undefined) return undefined;
  requireIdTokens(env, job.place);
  return (endpoints, httpClient) => createFederatedCredential(federated, getIDToken, endpoints, httpClient);
}

/**
 * Signs in with the workflow's own identity. GitHub's token lives for minutes and a run for an hour, so a fresh one is
 * asked for each time Entra wants one. `getToken` throws RunError SFH906 where GitHub gives none, or Entra refuses it.
 */
export function createFederatedCredential(
  { clientId, tenantId, audience }: FederatedIdentity,
  getIdToken: GetIdToken,
  { authorityHost, cloud }: CloudEndpoints,
  httpClient: HttpClient,
): NamedCredential {
  const options = { authorityHost, disableInstanceDiscovery: !isPublicAuthority(authorityHost) };
  return {
    name: "workflow identity (OIDC)",
    credential: {
      getToken: async (scopes, asked) => {
        const assertion = await askGithub(getIdToken, audience ?? audiences[cloud.kind]);
        // One credential a token: it keeps nothing, and what was presented is known.
        const credential = namingHost(
          httpClient,
          (client) =>
            new ClientAssertionCredential(tenantId, clientId, async () => assertion, {
              ...options,
              httpClient: client,
            }),
        );
        try {
          return await credential.getToken(scopes, asked);
        } catch (error) {
          throw explainRefusal(error, clientId, readWorkflowToken(assertion));
        }
      },
    },
  };
}
