import type { EstateDocument } from "../../src/twin/estate.ts";
import type { SpawnedTwin } from "../cli/spawned.ts";
import type { Variables } from "../support/run-program.ts";
import { githubIssuer } from "./oidc-issuer.ts";

/** An estate that takes GitHub's tokens with these subjects as its caller's, and no others. */
export function trusting(estate: EstateDocument, ...subjects: readonly string[]): EstateDocument {
  const federatedCredentials = subjects.map((subject) => ({ issuer: githubIssuer, subject }));
  return { ...estate, facts: { ...estate.facts, federatedCredentials } };
}

/** What somebody sets as variables of the repository: none of it is a secret. */
export function varsOf({ hub, clientId, tenantId }: SpawnedTwin): Variables {
  return { HUB_ID: hub, AZURE_CLIENT_ID: clientId, AZURE_TENANT_ID: tenantId };
}
