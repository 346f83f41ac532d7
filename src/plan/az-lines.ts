import type { AccessSettings } from "../snapshot/access-settings.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";

/** The line a person would run to set these properties of a resource; for a POSIX shell. */
export function azSetLine(id: ResourceId, settings: AccessSettings): string {
  const set = Object.entries(settings).map(([name, value]) => `properties.${name}=${asArgument(value)}`);
  return `az resource update --ids ${id} --set ${set.join(" ")}`;
}

function asArgument(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
