/** Lines a person would run, for a POSIX shell. The program runs none of them. */
import { azLine } from "../checks/lines/shell.ts";
import type { AccessSettings } from "../snapshot/access-settings.ts";
import { groupOf, nameOf, type ResourceId } from "../snapshot/resource-id.ts";

/** Sets these properties of a resource and no other. */
export function azSetLine(id: ResourceId, settings: AccessSettings): string {
  return azLine("resource patch", { ids: id, properties: JSON.stringify(settings) });
}

export function azRemoveRuleLine(hub: ResourceId, rule: string): string {
  const at = { "resource-group": nameOf(groupOf(hub)), "workspace-name": nameOf(hub) };
  return azLine("ml workspace outbound-rule remove", { ...at, rule });
}

export function azRemoveReaderLine(scope: ResourceId, principalId: string): string {
  return azLine("role assignment delete", { assignee: principalId, role: "Reader", scope });
}

export function azRejectLine(connection: ResourceId): string {
  return azLine("network private-endpoint-connection reject", { id: connection });
}
