import type { Confirmation } from "./arm/handler.ts";
import { HANDLERS } from "./arm/handlers.ts";
import { POLL_PLACES } from "./arm/poll-places.ts";
import { RESOURCE_TYPES } from "./arm/resource-types.ts";
import type { ResourceType } from "./arm/resource-types.ts";
import { GRAPH_ROUTES } from "./entra/microsoft-graph.ts";
import { ENTRA_ROUTES } from "./entra/token-endpoint.ts";
import { versionRowOf } from "./wire/api-versions.ts";

/** One operation the twin serves. */
export interface ServedOperation {
  readonly method: string;
  /** Names as `{}`; `{scope}` is any resource, group or subscription. */
  readonly path: string;
  readonly confirmedBy: Confirmation;
  readonly remark: string | undefined;
}

/** Operations that share their api-versions: those of a provider, or of one type of it. */
export interface ServedGroup {
  readonly name: string;
  readonly apiVersions: readonly string[];
  readonly operations: readonly ServedOperation[];
}

interface Placed extends ServedOperation {
  readonly provider: string;
  readonly type: string;
}

/** Every operation of the resource manager that is served, made of the very tables that serve them. */
export function servedGroups(): readonly ServedGroup[] {
  const groups = new Map<string, ServedGroup>();
  const all = [...handlerOperations(), ...RESOURCE_TYPES.flatMap(readOperations), ...pollOperations()];
  for (const { provider, type, ...operation } of all) {
    const row = versionRowOf(provider, type);
    const before = groups.get(row.name) ?? { name: row.name, apiVersions: row.versions, operations: [] };
    groups.set(row.name, { ...before, operations: [...before.operations, operation] });
  }
  const sorted = [...groups.values()].map((group) => ({ ...group, operations: group.operations.toSorted(byPath) }));
  return sorted.toSorted((left, right) => left.name.localeCompare(right.name));
}

/** What is served beside the resource manager: its metadata, Entra and Graph. They have no api-versions that matter. */
export function servedBeside(): readonly ServedOperation[] {
  const clients = "what the real clients need of it; see [Conformance](conformance.md)";
  return [
    { method: "GET", path: "/metadata/endpoints", confirmedBy: "document", remark: undefined },
    ...ENTRA_ROUTES.map(({ method, tail }): ServedOperation => ({
      ...{ method, path: `/{tenant}/${tail}`, confirmedBy: "document", remark: clients },
    })),
    ...GRAPH_ROUTES.map(({ method, path }): ServedOperation => ({
      ...{ method, path: `/graph/v1.0/${path}`, confirmedBy: "document", remark: clients },
    })),
  ];
}

function byPath(left: ServedOperation, right: ServedOperation): number {
  return left.path.localeCompare(right.path) || left.method.localeCompare(right.method);
}

function handlerOperations(): readonly Placed[] {
  return HANDLERS.map(({ method, path, confirmedBy, remark }) => {
    const isScope = path.startsWith("subscriptions");
    const [provider = "", type = ""] = isScope ? ["Microsoft.Resources"] : path.split("/");
    const shown = path.replaceAll("*", "{}");
    return { method, path: isScope ? `/${shown}` : placed(shown), provider, type, confirmedBy, remark };
  });
}

/** What may stand at any scope says so; everything else stands in a resource group. */
function placed(path: string): string {
  return path.startsWith("Microsoft.Authorization/") ? `{scope}/…/${path}` : `…/${path}`;
}

function readOperations({ type: full, reading, confirmedBy, remark }: ResourceType): readonly Placed[] {
  const [provider = "", ...types] = full.split("/");
  const path = `${provider}/${types.join("/{}/")}`;
  const own = new Set(
    HANDLERS.map((handler) => `${handler.method} ${handler.path.toLowerCase().replaceAll("*", "{}")}`),
  );
  const one = { shape: `${path}/{}`, confirmed: confirmedBy.one };
  const list = { shape: path, confirmed: confirmedBy.list };
  return (reading === "extension" ? [one] : [one, list])
    .filter(({ shape }) => !own.has(`GET ${shape.toLowerCase()}`))
    .map(({ shape, confirmed }) => ({
      ...{ method: "GET", path: placed(shape), provider, type: types[0] ?? "", confirmedBy: confirmed, remark },
    }));
}

function pollOperations(): readonly Placed[] {
  return POLL_PLACES.map(({ path, confirmedBy, remark }) => {
    const [provider = "", type = ""] = path.split("/");
    return { method: "GET", path: `…/${path}`, provider, type, confirmedBy, remark };
  });
}
