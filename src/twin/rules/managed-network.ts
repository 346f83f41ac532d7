import type { World } from "../state/world.ts";

export const PROVISIONING = "provisionManagedNetwork";

/** True while a provisioning of the hub's network runs. */
export function hasPendingNetwork(world: World, hubId: string): boolean {
  return world.operations.running(PROVISIONING, hubId).length > 0;
}
