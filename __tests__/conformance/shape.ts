import type { Json } from "../../src/twin/estate.ts";
import { isJsonList, isJsonObject } from "../../src/twin/wire/json-fields.ts";

/** The JSON paths of a body with their types, `properties.rules[].id: string`; list elements are taken together. */
export function shapeOf(body: Json | undefined, path = ""): ReadonlySet<string> {
  if (body === undefined) return new Set();
  if (isJsonList(body)) {
    return new Set([`${path}: list`, ...body.flatMap((element) => [...shapeOf(element, `${path}[]`)])]);
  }
  if (isJsonObject(body)) {
    const fields = Object.entries(body).flatMap(([name, value]) => [
      ...shapeOf(value, path === "" ? name : `${path}.${name}`),
    ]);
    return new Set([`${path}: object`, ...fields]);
  }
  return new Set([`${path}: ${body === null ? "null" : typeof body}`]);
}

/** What one set has and the other lacks: "recorded only" and "twin only". */
export function differencesOf(recorded: ReadonlySet<string>, twins: ReadonlySet<string>): readonly string[] {
  return [
    ...[...recorded].filter((row) => !twins.has(row)).map((row) => `recorded only ${row}`),
    ...[...twins].filter((row) => !recorded.has(row)).map((row) => `twin only ${row}`),
  ].toSorted();
}

const operationHeaders = ["azure-asyncoperation", "location", "etag", "x-ms-failure-cause"];

/** The headers that tell a client how to go on, with what their URLs are made of. Header names in lower case. */
export function headerShapeOf(headers: Readonly<Record<string, string>>): ReadonlySet<string> {
  return new Set(
    operationHeaders.flatMap((name) => {
      const value = headers[name];
      if (value === undefined) return [];
      return [`header ${name}: ${value.startsWith("https://") ? urlShapeOf(new URL(value)) : "text"}`];
    }),
  );
}

/** A poll URL with its own values taken out: ids, names and locations become `*`. */
function urlShapeOf(url: URL): string {
  const segments = url.pathname.split("/").map((segment, index, all) => {
    const before = all[index - 1]?.toLowerCase() ?? "";
    const isValue = ["subscriptions", "resourcegroups", "locations"].includes(before) || index === all.length - 1;
    return isValue ? "*" : segment;
  });
  return `${segments.join("/")}?${[...url.searchParams.keys()].toSorted().join("&")}`;
}
