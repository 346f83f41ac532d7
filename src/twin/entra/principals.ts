import type { ArmDocument, EstateDocument } from "../estate.ts";
import { guidOf } from "../state/guids.ts";
import { isJsonObject, objectAt, sameText, textAt } from "../wire/json-fields.ts";
import { lastNameOf } from "../wire/arm-path.ts";

/** A service principal the estate knows of. */
export interface Principal {
  readonly objectId: string;
  readonly appId: string;
  readonly displayName: string;
  /** The resource a managed identity belongs to, or is; undefined for the caller, which is an application. */
  readonly resourceId: string | undefined;
}

/** Who the directory holds: the caller, and every managed identity of the documents, named after its resource. */
export function principalsOf(estate: EstateDocument, resources: readonly ArmDocument[]): readonly Principal[] {
  const { objectId, appId } = estate.caller;
  const caller: Principal = { objectId, appId, displayName: appId, resourceId: undefined };
  const all = [caller, ...resources.flatMap((document) => [...ownIdentity(document), ...assignedIdentities(document)])];
  return [...new Map(all.toReversed().map((principal) => [principal.objectId.toLowerCase(), principal])).values()];
}

/** A system-assigned identity, or what a user-assigned one is itself. */
function ownIdentity(document: ArmDocument): readonly Principal[] {
  const isIdentity = sameText(document.type, "Microsoft.ManagedIdentity/userAssignedIdentities");
  return isIdentity
    ? identityOf(document.id, textAt(document, "properties", "principalId"), textAt(document, "properties", "clientId"))
    : identityOf(document.id, textAt(document, "identity", "principalId"), undefined);
}

/** User-assigned identities as the resource shows them that uses them: their own document may not be in the estate. */
function assignedIdentities(document: ArmDocument): readonly Principal[] {
  return Object.entries(objectAt(document, "identity", "userAssignedIdentities")).flatMap(([id, identity]) =>
    isJsonObject(identity) ? identityOf(id, textAt(identity, "principalId"), textAt(identity, "clientId")) : [],
  );
}

/** The application id of a system-assigned identity stands in no ARM document: it is made from the object id. */
function identityOf(
  resourceId: string,
  objectId: string | undefined,
  clientId: string | undefined,
): readonly Principal[] {
  if (objectId === undefined || objectId === "") return [];
  const appId = clientId ?? guidOf(`application of ${objectId.toLowerCase()}`);
  return [{ objectId, appId, displayName: lastNameOf(resourceId), resourceId }];
}
