import { documentAt, idAt } from "./document.ts";
import type { Document } from "./document.ts";

/** Object ids of a resource's managed identities, lower case: its own and every user-assigned one. */
export function principalIdsOf(document: Document): readonly string[] {
  const own = idAt(document, "identity", "principalId");
  const assigned = Object.values(documentAt(document, "identity", "userAssignedIdentities") ?? {}).flatMap(
    (identity) => idAt(identity, "principalId") ?? [],
  );
  return [...(own === undefined ? [] : [own]), ...assigned].map((id) => id.toLowerCase());
}
