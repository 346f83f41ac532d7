/**
 * Holds two looks at an estate's documents against each other: every difference that a run isn't for is a fault. Reads
 * documents only, and shares nothing with the engine.
 */
import { isDeepStrictEqual } from "node:util";
import type { ArmDocument, EstateDocument } from "../../src/twin/estate.ts";
import { valueAt } from "./expectation.ts";

/** What was lost, added or changed that no step is for, as sentences. */
export function findLostConfig(
  estate: EstateDocument,
  before: readonly ArmDocument[],
  after: readonly ArmDocument[],
): readonly string[] {
  const now = new Map(after.map((document) => [document.id.toLowerCase(), document]));
  const was = new Set(before.map((document) => document.id.toLowerCase()));
  const managed = `/subscriptions/${estate.facts.managedVnetSubscription}/`.toLowerCase();
  return [
    ...before.flatMap((document) => {
      const later = now.get(document.id.toLowerCase());
      if (later !== undefined)
        return changesOf(document, later)
          .filter((change) => !isMeant(estate, document, change))
          .map((c) => `${document.id} ${c.path}: ${show(c.before)} -> ${show(c.after)}`);
      return isManagedConnection(document, managed) ? [] : [`${document.id} is gone`];
    }),
    ...after
      .filter(({ id }) => !was.has(id.toLowerCase()))
      .filter((document) => !isNewsMeant(document, managed))
      .map(({ id }) => `${id} is new`),
  ];
}

interface Change {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Every value that differs, by its path; a list is one value. */
function changesOf(before: unknown, after: unknown, path = ""): readonly Change[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isObject(before) || !isObject(after)) return [{ path, before, after }];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) =>
    changesOf(valueIn(before, name), valueIn(after, name), path === "" ? name : `${path}.${name}`),
  );
}

/** A write of ours, or what the platform does by itself on it. */
function isMeant(estate: EstateDocument, { id }: ArmDocument, { path, before, after }: Change): boolean {
  // Who wrote last, and when: the platform notes that.
  if (/^(systemData\.|etag$)/.test(path)) return true;
  if (/\/outboundRules\/[^/]+$/i.test(id))
    return /^properties\.(status|errorInformation|destination\.sparkStatus)$/.test(path);
  if (/\/privateEndpointConnections\/[^/]+$/i.test(id)) {
    const state = "properties.privateLinkServiceConnectionState";
    return (
      (path === `${state}.status` && before === "Pending" && after === "Approved") || path === `${state}.description`
    );
  }
  if (
    id.toLowerCase() === estate.hub.toLowerCase() &&
    /^properties\.(managedNetwork\.status\.(status|sparkReady)|provisioningState)$/.test(path)
  )
    return true;
  return isOwn(estate, id) && isClosing(path, before, after);
}

function isClosing(path: string, before: unknown, after: unknown): boolean {
  switch (path) {
    case "properties.publicNetworkAccess":
      return after === "Disabled";
    case "properties.networkAcls.defaultAction":
    case "properties.networkRuleSet.defaultAction":
      return after === "Deny";
    case "properties.networkRuleBypassOptions":
      return after === "AzureServices";
    case "properties.networkAcls.bypass":
      return isWider(before, after);
    // Never set before: what a service fills in by itself lets nobody in.
    case "properties.networkAcls":
      return (
        before === undefined &&
        Object.values(isObject(after) ? after : {}).every((value) => !Array.isArray(value) || value.length === 0)
      );
    default:
      // An empty list that a service fills in lets nobody in.
      return /^properties\.(networkAcls|networkRuleSet)\./.test(path) && before === undefined && isEmptyList(after);
  }
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Everything that was in the list is still there, and trusted services at the most are new. */
function isWider(before: unknown, after: unknown): boolean {
  const [had, has] = [before, after].map((list) =>
    (typeof list === "string" ? list : "").split(",").map((word) => word.trim().toLowerCase()),
  );
  const lost = (had ?? []).filter((word) => word !== "" && word !== "none" && !(has ?? []).includes(word));
  const news = (has ?? []).filter((word) => !(had ?? []).includes(word));
  return lost.length === 0 && news.every((word) => word === "azureservices");
}

function isOwn(estate: EstateDocument, id: string): boolean {
  const hub = estate.resources.find((document) => document.id.toLowerCase() === estate.hub.toLowerCase());
  const own = ["storageAccount", "keyVault", "containerRegistry"].map((field) =>
    String(valueAt(hub, `properties.${field}`)).toLowerCase(),
  );
  return [estate.hub.toLowerCase(), ...own].includes(id.toLowerCase());
}

/** A rule written again gets its endpoint anew, under another name. */
function isManagedConnection(document: ArmDocument, managed: string): boolean {
  return (
    /\/privateEndpointConnections\/[^/]+$/i.test(document.id) &&
    String(valueAt(document, "properties.privateEndpoint.id")).toLowerCase().startsWith(managed)
  );
}

function isNewsMeant(document: ArmDocument, managed: string): boolean {
  return /\/(outboundRules|roleAssignments)\/[^/]+$/i.test(document.id) || isManagedConnection(document, managed);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function valueIn(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return object[name];
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
