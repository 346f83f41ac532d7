import type { ConnectionFacts } from "../ports.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import { documentAt, idAt, textAt } from "./document.ts";
import type { Document } from "./document.ts";

/**
 * An item of a workspace's connections. Ids are built from the owner and the name: the wire has spelled them with
 * `/linkedWorkspaces/`. Credentials are not even looked at.
 */
export function parseConnection(document: Document, workspace: ResourceId): ConnectionFacts {
  const properties = documentAt(document, "properties");
  const madeBy = idAt(properties, "createdByWorkspaceArmId");
  const createdBy = madeBy === undefined || isSameId(madeBy, workspace) ? undefined : madeBy;
  const name = textAt(document, "name");
  return {
    id: `${createdBy ?? workspace}/connections/${name}`,
    name,
    category: textAt(properties, "category"),
    target: textAt(properties, "target"),
    // ResourceId, resourceid, resourceId: all seen.
    resourceId: textAt(properties, "metadata", "ResourceId"),
    createdBy,
  };
}
