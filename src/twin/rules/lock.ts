import type { ArmDocument } from "../estate.ts";
import type { World } from "../state/world.ts";
import { armError } from "../wire/arm-error.ts";
import { isAtOrBelow } from "../wire/arm-path.ts";
import { sameText, textAt } from "../wire/json-fields.ts";
import { scopeOf } from "./access.ts";

/** The locks that hold at an id: those at it and above it. */
export function locksAt(world: World, id: string): readonly ArmDocument[] {
  return world.documents.ofType("Microsoft.Authorization/locks").filter((lock) => isAtOrBelow(id, scopeOf(lock)));
}

/**
 * Throws 409 ScopeLocked when a lock forbids the method: ReadOnly every change and every POST, CanNotDelete only
 * deleting. (That CanNotDelete lets a PATCH through is not confirmed by a recording.)
 */
export function refuseIfLocked(world: World, method: string, id: string): void {
  if (method === "GET" || method === "HEAD") return;
  const isHeld = (lock: ArmDocument): boolean =>
    sameText(textAt(lock, "properties", "level"), "ReadOnly") || method === "DELETE";
  const held = locksAt(world, id).filter(isHeld);
  if (held.length === 0) return;
  const scopes = held.map((lock) => `'${scopeOf(lock)}'`).join(",");
  const verb = method === "DELETE" ? "delete" : "write";
  throw armError(
    409,
    "ScopeLocked",
    `The scope '${id}' cannot perform ${verb} operation because following scope(s) are locked: ${scopes}. Please remove the lock and try again.`,
  );
}
