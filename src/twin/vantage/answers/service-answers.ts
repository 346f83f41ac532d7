import { containerRegistryAnswers } from "./container-registry.ts";
import { jsonAnswer, isPublicAccessOff } from "./asked-service.ts";
import type { ServiceAnswers } from "./asked-service.ts";
import { keyVaultAnswers } from "./key-vault.ts";
import { storageAnswers } from "./storage.ts";

/**
 * Not confirmed: the status, and what a request without token gets. The refusal's text is from
 * Azure/azure-cli-extensions issue 6294.
 */
const workspaceAnswers: ServiceAnswers = {
  greet: () => jsonAnswer(401, { error: { code: "UserError", message: "Bearer token not provided." } }),
  refuse: () => {
    const message =
      "User is not authorized to access provided resources due to none of the workspaces/registries are accessible from outside of the designated private link..";
    return jsonAnswer(403, { error: { code: "UserError", message } });
  },
};

/**
 * Not confirmed: the empty bodies (clients report the bare status), and 401: with API keys alone the service says 403
 * to a request without one, wherever it comes from.
 */
const searchAnswers: ServiceAnswers = {
  greet: () => ({ status: 401, headers: {}, body: "" }),
  refuse: () => ({ status: 403, headers: {}, body: "" }),
};

/** Source of the refusals: Azure-Samples/azure-sql-db-chatbot issue 3, and Azure's pages on private Foundry accounts. */
const accountAnswers: ServiceAnswers = {
  greet: () => {
    const message =
      "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.";
    return jsonAnswer(401, { error: { code: "401", message } });
  },
  refuse: (asked) => {
    const message = isPublicAccessOff(asked)
      ? "Public access is disabled. Please configure private endpoint."
      : "Access denied due to Virtual Network/Firewall rules.";
    return jsonAnswer(403, { error: { code: "403", message } }, { "policy-id": "ThrowExceptionDueToTrafficDenied" });
  },
};

/** Source of the refusal: microsoft/azure-tools-for-java issue 7123. */
const cosmosAnswers: ServiceAnswers = {
  greet: () => {
    const message = "Required Header authorization is missing. Ensure a valid Authorization token is passed.";
    return jsonAnswer(401, { code: "Unauthorized", message });
  },
  refuse: ({ client }) => {
    const message = `Request originated from IP ${client} through public internet. This is blocked by your Cosmos DB account firewall settings. More info: https://aka.ms/cosmosdb-tsg-forbidden`;
    return jsonAnswer(403, { code: "Forbidden", message });
  },
};

/** Whatever stands behind an application gateway. */
const backendAnswers: ServiceAnswers = {
  greet: () => ({ status: 401, headers: {}, body: "" }),
  refuse: () => ({ status: 403, headers: {}, body: "" }),
};

const answersByType: Readonly<Record<string, ServiceAnswers>> = {
  "microsoft.storage/storageaccounts": storageAnswers,
  "microsoft.keyvault/vaults": keyVaultAnswers,
  "microsoft.containerregistry/registries": containerRegistryAnswers,
  "microsoft.machinelearningservices/workspaces": workspaceAnswers,
  "microsoft.search/searchservices": searchAnswers,
  "microsoft.cognitiveservices/accounts": accountAnswers,
  "microsoft.documentdb/databaseaccounts": cosmosAnswers,
};

/** How services of a type, in lower case, answer. */
export function answersOf(type: string): ServiceAnswers {
  return answersByType[type] ?? backendAnswers;
}
