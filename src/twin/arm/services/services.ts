import type { ArmDocument } from "../../estate.ts";
import { durationOf } from "../../behaviour.ts";
import { answer, ok } from "../../wire/answer.ts";
import type { Answer } from "../../wire/answer.ts";
import { parentIdOf, parseArmPath, typeOf } from "../../wire/arm-path.ts";
import { sameText, textAt } from "../../wire/json-fields.ts";
import { systemDataOf } from "../../rules/connection.ts";
import { refuseIfDenied } from "../../rules/policy.ts";
import { privateLinkGroups } from "../../rules/private-link.ts";
import { patchedRegistry, patchedStorage, patchedVault, replacedVault } from "../../rules/resource-patch.ts";
import { addRulesForClosed } from "../../rules/service-made-rules.ts";
import type { Handler, HandlerContext } from "../handler.ts";
import { answerList } from "../list-page.ts";
import { beginOperation } from "../operation.ts";
import { requireDocument } from "../read-handlers.ts";
import { wireForm } from "../wire-form.ts";

const STORAGE = "Microsoft.Storage/storageAccounts/*";
const VAULT = "Microsoft.KeyVault/vaults/*";
const REGISTRY = "Microsoft.ContainerRegistry/registries/*";

const WITH_PRIVATE_LINK: readonly string[] = [
  ...[STORAGE, VAULT, REGISTRY, "Microsoft.MachineLearningServices/workspaces/*"],
  ...["Microsoft.Search/searchServices/*", "Microsoft.CognitiveServices/accounts/*"],
];

/** Writes to storage accounts, vaults and registries, and what private link they and others offer. */
export const SERVICE_HANDLERS: readonly Handler[] = [
  {
    method: "PATCH",
    path: STORAGE,
    confirmedBy: "recording",
    handle: (context) => writeService(context, patchedStorage(requireDocument(context), context.body)),
  },
  {
    method: "PATCH",
    path: VAULT,
    confirmedBy: "spec",
    handle: (context) => writeService(context, patchedVault(requireDocument(context), context.body)),
  },
  { method: "PUT", path: VAULT, confirmedBy: "recording", handle: putVault },
  { method: "PATCH", path: REGISTRY, confirmedBy: "recording", handle: patchRegistry },
  ...WITH_PRIVATE_LINK.map((path): Handler => ({
    method: "GET",
    path: `${path}/privateLinkResources`,
    confirmedBy: path === STORAGE ? "recording" : "spec",
    handle: listPrivateLink,
  })),
];

function writeService(context: HandlerContext, merged: ArmDocument): Answer {
  refuseIfDenied(context.world, merged);
  store(context, merged);
  return ok(wireForm(context.world, merged));
}

function store({ world, method, body }: HandlerContext, merged: ArmDocument): void {
  world.documents.put(merged, { cause: "request", method, what: "resource changed" });
  const isClosing = sameText(textAt(body, "properties", "publicNetworkAccess"), "Disabled");
  if (isClosing) addRulesForClosed(world, merged.id);
}

function putVault(context: HandlerContext): Answer {
  const { world, path, body, caller } = context;
  const before = world.documents.get(path.id);
  return writeService(context, replacedVault(before, path.id, body, systemDataOf(world, before, caller.objectId)));
}

/** Recorded: 200 at once. The specs allow a 202 as well, which the behaviour can choose. */
function patchRegistry(context: HandlerContext): Answer {
  const { world, body } = context;
  const registry = requireDocument(context);
  const merged = patchedRegistry(registry, body);
  if (world.behaviour.registryPatch === "sync") return writeService(context, merged);
  refuseIfDenied(world, merged);
  const begun = beginOperation(context, {
    ...{ style: "registry", what: "registry PATCH", subject: registry.id, target: registry.id },
    folder: `${registry.id}/operationStatuses`,
    watched: [registry.id],
    durationMs: durationOf(world.behaviour, "registryPatch"),
    effect: () => {
      store(context, patchedRegistry(world.documents.get(registry.id) ?? registry, body));
      return undefined;
    },
  });
  return answer(202, undefined, begun.headers);
}

function listPrivateLink(context: HandlerContext): Answer {
  const { world, path } = context;
  const document = requireDocument(context, parentIdOf(path));
  const own = parseArmPath(document.id);
  const type = own === undefined ? "" : typeOf(own);
  const groups = privateLinkGroups(type, world.cloud, textAt(document, "location") ?? "") ?? [];
  const rows = groups.map((group) => ({
    id: `${document.id}/privateLinkResources/${group.groupId}`,
    name: group.groupId,
    type: `${type}/privateLinkResources`,
    properties: { ...group },
  }));
  return answerList(context, rows);
}
