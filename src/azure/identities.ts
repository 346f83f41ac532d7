import type { Identity } from "../snapshot/workspace.ts";
import { documentAt, idAt } from "./document.ts";
import type { Document } from "./document.ts";

/** A resource's managed identities as its `identity` shows them; object ids as Azure spells them. */
export interface ManagedIdentities {
  readonly system: Identity | undefined;
  readonly assigned: readonly Identity[];
}

export function managedIdentitiesOf(document: Document): ManagedIdentities {
  const own = idAt(document, "identity", "principalId");
  const assigned = documentAt(document, "identity", "userAssignedIdentities") ?? {};
  return {
    system: own === undefined ? undefined : { principalId: own, source: "system-assigned" },
    assigned: Object.entries(assigned).flatMap(([source, value]) => {
      const principalId = idAt(value, "principalId");
      return principalId === undefined ? [] : [{ principalId, source }];
    }),
  };
}

/** Object ids of a resource's managed identities, lower case: its own and every user-assigned one. */
export function principalIdsOf(document: Document): readonly string[] {
  const { system, assigned } = managedIdentitiesOf(document);
  return [...(system === undefined ? [] : [system]), ...assigned].map(({ principalId }) => principalId.toLowerCase());
}
