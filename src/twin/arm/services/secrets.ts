import type { Json } from "../../estate.ts";
import { ok } from "../../wire/answer.ts";
import { parentIdOf } from "../../wire/arm-path.ts";
import type { Handler } from "../handler.ts";
import { requireDocument } from "../read-handlers.ts";

/** An estate holds no secret, so there is none to answer. That somebody asked is in the log. */
const NOTHING = "the-twin-has-no-secrets";

const ANSWERS: Readonly<Record<string, Json>> = {
  "Microsoft.Storage/storageAccounts/*/listKeys": {
    keys: ["key1", "key2"].map((keyName) => ({ keyName, value: NOTHING, permissions: "FULL" })),
  },
  "Microsoft.MachineLearningServices/workspaces/*/listKeys": { userStorageKey: NOTHING },
  "Microsoft.MachineLearningServices/workspaces/*/connections/*/listsecrets": { properties: { credentials: null } },
  "Microsoft.MachineLearningServices/workspaces/*/datastores/*/listSecrets": {
    secretsType: "AccountKey",
    key: NOTHING,
  },
  "Microsoft.CognitiveServices/accounts/*/listKeys": { key1: NOTHING, key2: NOTHING },
  "Microsoft.Search/searchServices/*/listAdminKeys": { primaryKey: NOTHING, secondaryKey: NOTHING },
  "Microsoft.ContainerRegistry/registries/*/listCredentials": { username: NOTHING, passwords: [] },
};

/** The operations that hand out keys. The runbook never calls them; a client that does is seen in the log. */
export const SECRET_HANDLERS: readonly Handler[] = Object.entries(ANSWERS).map(([path, body]) => ({
  method: "POST",
  path,
  confirmedBy: path.includes("/datastores/") ? "recording" : "spec",
  remark: "no secret is ever answered: an estate holds none",
  handle: (context) => {
    requireDocument(context, parentIdOf(context.path));
    return ok(body);
  },
}));
