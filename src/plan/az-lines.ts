/** Lines a person would run, for a POSIX shell. The program runs none of them. */
import type { AccessSettings } from "../snapshot/access-settings.ts";
import { nameOf, type ResourceId } from "../snapshot/resource-id.ts";

/** Sets these properties of a resource and no other. */
export function azSetLine(id: ResourceId, settings: AccessSettings): string {
  const json = JSON.stringify(settings).replaceAll("'", String.raw`'\''`);
  return `az resource patch --ids ${id} --properties '${json}'`;
}

export function azRemoveRuleLine(hub: ResourceId, rule: string): string {
  const [, group = ""] = /\/resourceGroups\/([^/]+)/i.exec(hub) ?? [];
  return `az ml workspace outbound-rule remove --resource-group ${group} --workspace-name ${nameOf(hub)} --rule ${rule}`;
}

export function azRemoveReaderLine(scope: ResourceId, principalId: string): string {
  return `az role assignment delete --assignee ${principalId} --role Reader --scope ${scope}`;
}

export function azRejectLine(connection: ResourceId): string {
  return `az network private-endpoint-connection reject --id ${connection}`;
}
