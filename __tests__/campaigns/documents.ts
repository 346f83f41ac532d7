/** What two states of one world differ in, apart from what chance and the hour decide. */
import type { ArmDocument, Json } from "../../src/twin/estate.ts";
import { valueAt } from "../support/expectation.ts";

/** Every differing field as `<what> <path>: <left> -> <right>`; a document that is only on one side is one difference. */
export function differencesOf(left: readonly ArmDocument[], right: readonly ArmDocument[]): readonly string[] {
  const [before, after] = [byName(left), byName(right)];
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    if (was === undefined || is === undefined) return [`${name} ${was === undefined ? "is new" : "is gone"}`];
    const [wasAt, isAt] = [fieldsOf(was), fieldsOf(is)];
    return [...new Set([...wasAt.keys(), ...isAt.keys()])]
      .filter((path) => wasAt.get(path) !== isAt.get(path))
      .map((path) => `${name}${path}: ${wasAt.get(path) ?? "absent"} -> ${isAt.get(path) ?? "absent"}`);
  });
}

/** Documents by what they are about: a connection's own name is drawn anew each time, its endpoint tells which it is. */
function byName(documents: readonly ArmDocument[]): ReadonlyMap<string, Json> {
  return new Map(documents.map((document) => [nameOf(document), settled(document)]));
}

function nameOf(document: ArmDocument): string {
  const [, service] = /^(.*\/privateEndpointConnections\/)[^/]+$/i.exec(document.id) ?? [];
  const endpoint = valueAt(document, "properties.privateEndpoint.id");
  const name = service === undefined ? document.id : `${service}of ${String(endpoint)}`;
  return name.toLowerCase().replace(/^.*\/providers\/(?=.*\/providers\/.*roleassignments)|^.*?\/providers\//, "");
}

function settled(document: ArmDocument): Json {
  const isConnection = /\/privateEndpointConnections\/[^/]+$/i.test(document.id);
  const chance = isConnection ? ["id", "name", "etag"] : [];
  return withoutFields(document, [...chance, "createdOn", "updatedOn"]);
}

function withoutFields(value: Json | undefined, names: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withoutFields(item, names));
  if (typeof value !== "object" || value === null) return value ?? null;
  const kept = Object.entries(value).filter(([name]) => !names.includes(name));
  // Below a connection's own fields an `id` is its endpoint's.
  return Object.fromEntries(
    kept.map(([name, inner]) => [
      name,
      withoutFields(
        inner,
        names.filter((n) => n !== "id"),
      ),
    ]),
  );
}

/** Leaves by their path, as JSON. */
function fieldsOf(value: Json | undefined, path = ""): ReadonlyMap<string, string> {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) {
    return new Map([[path, JSON.stringify(value)]]);
  }
  return new Map(Object.entries(value).flatMap(([name, inner]) => [...fieldsOf(inner, `${path} ${name}`)]));
}
