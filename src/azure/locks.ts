import type { Lock } from "../snapshot/preflight.ts";
import { mapRead } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import { idKey, nameOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Arm } from "./arm.ts";
import { textAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";

/** The locks at a scope and those above it, which Azure lists with them; those of what lies below it are left out. */
export async function readLocks(arm: Arm, scope: ResourceId): Promise<Read<readonly Lock[]>> {
  const listed = await arm.list(`${scope}/providers/Microsoft.Authorization/locks`);
  return mapRead(listed, (documents) =>
    documents.map(parseLock).filter((lock) => `${idKey(scope)}/`.startsWith(`${idKey(lock.scope)}/`)),
  );
}

function parseLock(document: Document): Lock {
  const id = textAt(document, "id");
  const [scope = ""] = id.split(/\/providers\/Microsoft\.Authorization\/locks\//i);
  // Any other word than CanNotDelete is taken for the stricter of the two.
  const level = wordAt(document, "properties", "level") === "cannotdelete" ? "CanNotDelete" : "ReadOnly";
  return { name: textAt(document, "name") || nameOf(id), scope, level };
}
