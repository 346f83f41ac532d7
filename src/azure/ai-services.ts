import type { AiService } from "../ports.ts";
import { mapRead } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import type { Arm } from "./arm.ts";
import { documentsAt, textAt } from "./document.ts";
import { principalIdsOf } from "./identities.ts";
import { hostOf } from "./service-parts.ts";

/** The AI services of a subscription, with the storage and the key vault that each names as its own. */
export async function listAiServices(arm: Arm, subscriptionId: string): Promise<Read<readonly AiService[]>> {
  const listed = await arm.list(`/subscriptions/${subscriptionId}/providers/Microsoft.CognitiveServices/accounts`);
  return mapRead(listed, (documents) =>
    documents.map((document) => ({
      id: textAt(document, "id"),
      identities: principalIdsOf(document),
      storageAccounts: documentsAt(document, "properties", "userOwnedStorage").map((s) => textAt(s, "resourceId")),
      keyHost: hostOf(textAt(document, "properties", "encryption", "keyVaultProperties", "keyVaultUri")),
    })),
  );
}
