import fc from "fast-check";
import { expect, test } from "vitest";
import { findHandler } from "../../src/twin/arm/handlers.ts";
import { servedGroups } from "../../src/twin/coverage.ts";
import { apiVersionsOf } from "../../src/twin/wire/api-versions.ts";
import { parseArmPath } from "../../src/twin/wire/arm-path.ts";
import { GROUP, SUBSCRIPTION } from "./small-estate.ts";
import { codeOf, startTwin } from "./twin-client.ts";

const operations = servedGroups().flatMap(({ operations: rows }) => rows);

/** `method pattern`, as the twin keys a request. */
const listed = new Set(operations.map(({ method, path }) => `${method} ${patternOf(path)}`));

function patternOf(path: string): string {
  return path
    .replace(/^.*…\//, "")
    .replace(/^\//, "")
    .replaceAll("{}", "*")
    .toLowerCase();
}

const segments = [
  ...new Set([...listed].flatMap((key) => key.split(" ")[1]?.split("/") ?? []).filter((segment) => segment !== "*")),
];

test("whatever is asked, only what is listed has somebody to answer it", () => {
  const tail = fc.array(fc.constantFrom(...segments, "name", "secrets", "Microsoft.Web"), {
    minLength: 1,
    maxLength: 6,
  });
  const method = fc.constantFrom("GET", "PUT", "PATCH", "POST", "DELETE", "HEAD", "OPTIONS");
  // Half of them are listed ones with a segment more, or a method changed.
  const near = fc
    .tuple(fc.constantFrom(...operations), fc.constantFrom("", "/x", "/x/y"))
    .map(([{ path }, more]) => `${patternOf(path).replaceAll("*", "n")}${more}`.split("/"));
  let served = 0;
  fc.assert(
    fc.property(method, fc.oneof(tail, near), (verb, parts) => {
      const path = parseArmPath(
        parts[0] === "subscriptions" ? `/${parts.join("/")}` : `${GROUP}/providers/${parts.join("/")}`,
      );
      if (path === undefined || findHandler(verb, path) === undefined) return;
      served += 1;
      expect([...listed]).toContain(`${verb} ${path.pattern}`);
    }),
    { numRuns: 3000 },
  );
  expect(served).toBeGreaterThan(80);
});

test("everything listed has somebody to answer it, or is where operations are polled", () => {
  const unserved = operations.filter(({ method, path }) => {
    const text = patternOf(path).replaceAll("*", "n");
    const parsed = parseArmPath(text.startsWith("subscriptions") ? `/${text}` : `${GROUP}/providers/${text}`);
    return parsed === undefined || findHandler(method, parsed) === undefined;
  });
  const isPoll =
    /(OperationsStatus|operationStatuses|operations|operationResults|OperationStatuses|OperationResults)\/\{\}$/;
  expect(unserved.filter(({ path }) => !isPoll.test(path))).toEqual([]);
});

test("every group has api-versions, and each of them is let in", async () => {
  expect(servedGroups().filter(({ apiVersions }) => apiVersions.length === 0)).toEqual([]);
  const client = await startTwin();
  for (const version of apiVersionsOf("Microsoft.Network", "privateDnsZones") ?? []) {
    const url = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Network/privateDnsZones?api-version=${version}`;
    expect((await client.get(url)).status).toBe(200);
  }
  // A version of the provider's other types is none of this one's.
  const url = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Network/privateDnsZones?api-version=2025-05-01`;
  const refused = await client.get(url);
  expect([refused.status, codeOf(refused)]).toEqual([400, "NoRegisteredProviderFound"]);
});
