import { armError } from "../wire/arm-error.ts";
import { isResource, typeOf } from "../wire/arm-path.ts";
import type { HandlerContext } from "./handler.ts";

/** Throws ARM's 403 for a write that names another resource on which the caller lacks the action that takes. */
export function refuseUnlinked(context: HandlerContext, action: string, linkedId: string): void {
  if (!context.access.allows(action, linkedId)) throw linkedAuthorizationFailed(context, action, linkedId);
}

/** The 403 itself: the client may write here, and not join, or approve, there. */
export function linkedAuthorizationFailed({ caller, path }: HandlerContext, action: string, linkedId: string): Error {
  const write = `${isResource(path) ? typeOf(path) : path.pattern}/write`;
  const message = `The client '${caller.appId}' with object id '${caller.objectId}' has permission to perform action '${write}' on scope '${path.id}'; however, it does not have permission to perform action(s) '${action}' on the linked scope(s) '${linkedId}' (respectively) or the linked scope(s) are invalid.`;
  return armError(403, "LinkedAuthorizationFailed", message);
}
