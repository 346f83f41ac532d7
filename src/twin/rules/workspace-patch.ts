import type { ArmDocument, Json, JsonObject } from "../estate.ts";
import type { World } from "../state/world.ts";
import { mlValidationError } from "../wire/arm-error.ts";
import { sameId } from "../wire/arm-path.ts";
import { isJsonObject, objectAt, sameText, textAt } from "../wire/json-fields.ts";
import { isolationModeOf } from "./rule-check.ts";

/** What a PATCH may change; storageAccount, keyVault, hubResourceId and provisionNetworkNow are not among it. */
const PATCHABLE: readonly string[] = [
  ...[
    "applicationInsights",
    "containerRegistry",
    "description",
    "enableDataIsolation",
    "enableSoftwareBillOfMaterials",
  ],
  ...["encryption", "featureStoreSettings", "friendlyName", "imageBuildCompute", "primaryUserAssignedIdentity"],
  ...[
    "publicNetworkAccess",
    "serverlessComputeSettings",
    "serviceManagedResourcesSettings",
    "systemDatastoresAuthMode",
  ],
  ...["v1LegacyMode", "ipAllowlist", "networkAcls", "allowRoleAssignmentOnRG", "softDeleteRetentionInDays"],
];

const ENVELOPE: readonly string[] = ["identity", "sku", "tags"];

/** Throws the service's 400 for a PATCH it does not take. Wording is not confirmed. */
export function checkWorkspacePatch(workspace: ArmDocument, body: Json | undefined): void {
  const asked = objectAt(body, "properties", "managedNetwork");
  const access = textAt(body, "properties", "publicNetworkAccess");
  if (access !== undefined && !sameText(access, "Enabled") && !sameText(access, "Disabled")) {
    throw mlValidationError(`'${access}' is not a value of publicNetworkAccess.`);
  }
  const mode = textAt(asked, "isolationMode");
  const isProject = sameText(textAt(workspace, "kind"), "Project");
  if (isProject && mode !== undefined && !sameText(mode, "Disabled")) {
    throw mlValidationError("Project workspace shouldn't define it's own managed network properties");
  }
  const current = isolationModeOf(workspace);
  if (sameText(mode, "Disabled") && !sameText(current, "Disabled")) {
    throw mlValidationError("The isolation mode of a managed network can't be set back to Disabled.");
  }
  // Sources contradict each other on approved -> internet; the documentation says impossible.
  if (sameText(mode, "AllowInternetOutbound") && sameText(current, "AllowOnlyApprovedOutbound")) {
    throw mlValidationError(
      "The isolation mode can't be changed from AllowOnlyApprovedOutbound to AllowInternetOutbound.",
    );
  }
  const echoed = Object.entries(objectAt(asked, "outboundRules")).find(([, rule]) =>
    ["Required", "Recommended"].some((category) => sameText(textAt(rule, "category"), category)),
  );
  if (echoed !== undefined) {
    throw mlValidationError(`The outbound rule '${echoed[0]}' has a category that only the service can set.`);
  }
}

/** The workspace after a PATCH. Turning public access off resets the allowed addresses (documented). */
export function patchedWorkspace(world: World, workspace: ArmDocument, body: Json | undefined): ArmDocument {
  const properties = objectAt(workspace, "properties");
  const asked = objectAt(body, "properties");
  const changed = Object.fromEntries(Object.entries(asked).filter(([field]) => PATCHABLE.includes(field)));
  const isClosed = sameText(textAt(asked, "publicNetworkAccess"), "Disabled");
  const envelope = isJsonObject(body) ? Object.entries(body).filter(([field]) => ENVELOPE.includes(field)) : [];
  return {
    ...workspace,
    ...Object.fromEntries(envelope.map(([field, value]) => [field, mergedEnvelope(world, workspace, field, value)])),
    properties: {
      ...properties,
      ...changed,
      ...(isClosed ? { ipAllowlist: [] } : {}),
      ...networkOf(properties, asked),
    },
  };
}

function mergedEnvelope(
  world: World,
  workspace: ArmDocument,
  field: string,
  value: Json | undefined,
): Json | undefined {
  if (field === "tags") return value;
  const merged = { ...objectAt(workspace, field), ...(isJsonObject(value) ? value : {}) };
  const assigned = merged.userAssignedIdentities;
  if (field !== "identity" || !isJsonObject(assigned)) return merged;
  const known = Object.keys(assigned).map((id) => [id, identityOf(world, workspace, id)] as const);
  return { ...merged, userAssignedIdentities: Object.fromEntries(known) };
}

/** A client names an identity with an empty object; the answer says who it is (recorded). */
function identityOf(world: World, workspace: ArmDocument, id: string): Json {
  const before = Object.entries(objectAt(workspace, "identity", "userAssignedIdentities"));
  const kept = before.find(([other]) => sameId(other, id))?.[1];
  const { principalId, clientId } = objectAt(world.documents.get(id), "properties");
  return kept ?? { principalId: principalId ?? world.guids.next(), clientId: clientId ?? world.guids.next() };
}

function networkOf(properties: JsonObject, asked: JsonObject): JsonObject {
  const before = objectAt(properties, "managedNetwork");
  const { isolationMode, firewallSku, managedNetworkKind } = objectAt(asked, "managedNetwork");
  const wanted = Object.entries({ isolationMode, firewallSku, managedNetworkKind });
  const changed = Object.fromEntries(wanted.filter(([, value]) => value !== undefined));
  if (Object.keys(changed).length === 0) return {};
  const isTurnedOn = isolationMode !== undefined && before.status === undefined;
  const status = isTurnedOn ? { status: { status: "Inactive", sparkReady: false } } : {};
  return { managedNetwork: { ...before, ...changed, ...status } };
}
