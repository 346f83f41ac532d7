import { valueAt } from "../../reach/json.ts";
import type { AskedService, DoorAnswer, ServiceAnswers } from "./asked-service.ts";
import { loginHostOf } from "./login-host.ts";

/**
 * Storage: XML, the code in a header too. Sources: the error codes of the storage REST API; the refusal as in
 * microsoft/AzureStorageExplorer issue 3609. Not confirmed: the answers at the root of each service.
 */
export const storageAnswers: ServiceAnswers = {
  greet: (asked) => {
    if (asked.subresource.toLowerCase() === "web") return xmlAnswer(404, "WebContentNotFound", noContent);
    if (asked.subresource.toLowerCase() !== "blob") return challenge(asked);
    const { pathname } = new URL(asked.path, "https://host");
    if (pathname === "/") return xmlAnswer(400, "InvalidQueryParameterValue", invalidQuery);
    const isAnonymous = valueAt(asked.service, "properties", "allowBlobPublicAccess") === true;
    if (isAnonymous) return xmlAnswer(404, "ResourceNotFound", "The specified resource does not exist.");
    return xmlAnswer(409, "PublicAccessNotPermitted", "Public access is not permitted on this storage account.");
  },
  refuse: () => xmlAnswer(403, "AuthorizationFailure", "This request is not authorized to perform this operation."),
};

const invalidQuery = "Value for one of the query parameters specified in the request URI is invalid.";
const noContent = "The requested content does not exist.";

function challenge({ cloud, tenantId }: AskedService): DoorAnswer {
  const message =
    "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.";
  const uri = `https://${loginHostOf(cloud)}/${tenantId}/oauth2/authorize`;
  return xmlAnswer(401, "NoAuthenticationInformation", message, {
    "WWW-Authenticate": `Bearer authorization_uri=${uri} resource_id=https://storage.azure.com`,
  });
}

function xmlAnswer(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): DoorAnswer {
  return {
    status,
    headers: { "Content-Type": "application/xml", "x-ms-error-code": code, ...headers },
    body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  };
}
