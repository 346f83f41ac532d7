import type { ArmDocument } from "../../estate.ts";
import type { HandlerContext } from "../handler.ts";
import { authorizationFailed } from "../read-handlers.ts";

const CONNECTIONS = "Microsoft.MachineLearningServices/workspaces/privateEndpointConnections";

/**
 * Throws the 403 that whoever makes private endpoints for a managed network gets without these rights on the workspace
 * (documented, with its text; that rules and provisioning both take them is read into it).
 */
export function requireNetworkRights({ access, caller }: HandlerContext, hub: ArmDocument): void {
  for (const action of [`${CONNECTIONS}/read`, `${CONNECTIONS}/write`]) {
    if (!access.allows(action, hub.id)) throw authorizationFailed(caller, action, hub.id);
  }
}
