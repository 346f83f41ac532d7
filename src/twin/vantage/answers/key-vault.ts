import { nameOf } from "../../reach/arm-id.ts";
import { isSameText, textAt } from "../../reach/json.ts";
import { isPublicAccessOff, jsonAnswer } from "./asked-service.ts";
import type { AskedService, DoorAnswer, ServiceAnswers } from "./asked-service.ts";
import { loginHostOf } from "./login-host.ts";

/**
 * Key Vault. Sources: its page on REST error codes; the refusals as in microsoft/AzureTRE issue 3789 and
 * Azure/secrets-store-csi-driver-provider-azure issue 873. Not confirmed: that the firewall answers before a token is
 * asked for (the recorded refusals name a caller), and what a perimeter answers.
 */
export const keyVaultAnswers: ServiceAnswers = {
  greet: ({ host, cloud, tenantId }) => {
    const resource = `https://${host.slice(host.indexOf(".") + 1)}`;
    const error = { code: "Unauthorized", message: "AKV10000: Request is missing a Bearer or PoP token." };
    return jsonAnswer(
      401,
      { error },
      {
        "WWW-Authenticate": `Bearer authorization="https://${loginHostOf(cloud)}/${tenantId}", resource="${resource}"`,
      },
    );
  },
  refuse: (asked) => {
    if (!isPublicAccessOff(asked)) return refuseClient(asked);
    const bypass = textAt(asked.service, "properties", "networkAcls", "bypass") || "AzureServices";
    const message = isSameText(bypass, "AzureServices") ? notTrusted : ignored;
    return forbidden(`${message}\r\n${vaultLine(asked)}`, "ForbiddenByConnection");
  },
};

const notTrusted =
  "Public network access is disabled and request is not from a trusted service nor via an approved private link.";
const ignored =
  "Connection is not an approved private link and caller was ignored because bypass is not set to 'AzureServices' and PublicNetworkAccess is set to 'Disabled'.";

function refuseClient(asked: AskedService): DoorAnswer {
  const message = "Client address is not authorized and caller is not a trusted service.";
  return forbidden(`${message}\r\nClient address: ${asked.client}\r\n${vaultLine(asked)}`, "ForbiddenByFirewall");
}

function vaultLine({ service }: AskedService): string {
  return `Vault: ${nameOf(service.id)};location=${textAt(service, "location")}`;
}

function forbidden(message: string, inner: string): DoorAnswer {
  return jsonAnswer(403, { error: { code: "Forbidden", message, innererror: { code: inner } } });
}
