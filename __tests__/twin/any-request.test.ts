import fc from "fast-check";
import { expect, test } from "vitest";
import { servedGroups } from "../../src/twin/coverage.ts";
import type { Json } from "../../src/twin/estate.ts";
import { parseEstate } from "../../src/twin/estate-file.ts";
import { isJson } from "../../src/twin/wire/json-fields.ts";
import { GROUP, HUB, PROJECT, REGISTRY, SEARCH, STORAGE, SUBSCRIPTION, VAULT, VNET } from "./small-estate.ts";
import { startTwin } from "./twin-client.ts";

const operations = servedGroups().flatMap(({ apiVersions, operations: rows }) =>
  rows.map(({ method, path }) => ({ method, path, version: apiVersions.at(-1) ?? "" })),
);

/** A path of an operation, its names filled with what is in the small estate, or is not. */
function pathOf(pattern: string, names: readonly string[]): string {
  const below = pattern.replace(/^(\{scope\}\/)?…\//, `${GROUP}/providers/`);
  let index = -1;
  return below
    .replace("/subscriptions/{}", `/subscriptions/${SUBSCRIPTION}`)
    .replace(/\{\}/g, () => names[(index += 1) % names.length] ?? "x");
}

const known = [HUB, PROJECT, STORAGE, VAULT, REGISTRY, SEARCH, VNET].map((id) => id.split("/").at(-1) ?? "");
const name = fc.constantFrom(
  ...known,
  "workspaceblobstore",
  "search",
  "rg-ai",
  "nothing",
  "%",
  "a b",
  "é",
  "__proto__",
);

/** Bodies that look like what services take, with anything in the place of anything. */
const field = fc.constantFrom(
  ...[
    "properties",
    "networkAcls",
    "publicNetworkAccess",
    "location",
    "subnet",
    "id",
    "destination",
    "type",
    "sku",
    "name",
  ],
  ...[
    "managedNetwork",
    "outboundRules",
    "isolationMode",
    "privateLinkServiceConnections",
    "serviceResourceId",
    "tenantId",
  ],
  ...[
    "privateLinkServiceConnectionState",
    "status",
    "query",
    "subscriptions",
    "options",
    "category",
    "credentials",
    "identity",
  ],
  ...["userAssignedIdentities", "roleDefinitionId", "principalId", "aRecords", "virtualNetwork", "metadata", "target"],
);
const leaf = fc.oneof(
  fc.constantFrom<Json>(
    "Disabled",
    "Deny",
    "Approved",
    "PrivateEndpoint",
    STORAGE,
    HUB,
    VNET,
    "",
    "blob",
    null,
    0,
    true,
  ),
  fc.string({ maxLength: 6 }),
);
const { body } = fc.letrec<{ body: unknown }>((tie) => ({
  body: fc.oneof(
    { depthSize: "small", maxDepth: 5 },
    leaf,
    fc.array(tie("body"), { maxLength: 3 }),
    fc.dictionary(field, tie("body"), { maxKeys: 5 }),
  ),
}));

/** Bodies that services do take. */
const good = fc.constantFrom<Json>(
  { properties: { publicNetworkAccess: "Disabled" } },
  {
    properties: {
      type: "PrivateEndpoint",
      destination: { serviceResourceId: SEARCH, subresourceTarget: "searchService" },
    },
  },
  { properties: { privateLinkServiceConnectionState: { status: "Approved" } } },
  { properties: { category: "AIServices", authType: "AAD", target: SEARCH } },
  { properties: { datastoreType: "AzureBlob" } },
  { location: "global", properties: { virtualNetwork: { id: VNET } } },
  {
    location: "eastus2",
    properties: {
      subnet: { id: `${VNET}/subnets/snet1` },
      privateLinkServiceConnections: [{ name: "l", properties: { privateLinkServiceId: STORAGE, groupIds: ["blob"] } }],
    },
  },
);
const written = operations.filter(({ method }) => method !== "GET");
const workspaceVersion =
  operations.find(({ path }) => path.endsWith("/Microsoft.MachineLearningServices/workspaces/{}"))?.version ?? "";

interface AnyRequest {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}

const anything: fc.Arbitrary<AnyRequest> = fc
  .record({
    operation: fc.oneof(fc.constantFrom(...operations), fc.constantFrom(...written)),
    names: fc.array(name, { minLength: 1, maxLength: 4 }),
    body: fc.oneof(body, good),
  })
  .map(({ operation: { method, path, version }, names, body: given }) => ({
    method,
    url: `${encodeURI(pathOf(path, names))}?api-version=${version}`,
    body: given,
  }));

/** Writes that are announced and take their time: chance alone hits on few of them. */
const lasting: fc.Arbitrary<AnyRequest> = fc
  .tuple(
    fc.constantFrom(["PUT", "/outboundRules/search"], ["POST", "/provisionManagedNetwork"], ["PATCH", ""]),
    fc.oneof({ weight: 3, arbitrary: good }, { weight: 1, arbitrary: body }),
  )
  .map(([[method = "", below = ""], given]) => ({
    method,
    url: `${HUB}${below}?api-version=${workspaceVersion}`,
    body: given,
  }));

/** The same requests on every run, so that red and green speak of the code; SFH_SEED sends others. */
const seed = Number(process.env.SFH_SEED ?? 20_261_122);

test("whatever is asked, the twin answers like a service: no status is made up, and its estate stays one", async () => {
  const answered = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 5, arbitrary: anything }, { weight: 1, arbitrary: lasting }), {
        minLength: 5,
        maxLength: 25,
      }),
      fc.constantFrom("instant", "polls"),
      async (requests, pace) => {
        const client = await startTwin(
          {},
          { pace: pace === "instant" ? { kind: "instant" } : { kind: "polls", polls: 1 } },
        );
        for (const { method, url, body: given } of requests) {
          const text = isJson(given) && method !== "GET" ? given : undefined;
          const reply = await client.ask(method, url, text);
          answered.set(reply.status, (answered.get(reply.status) ?? 0) + 1);
          expect([200, 201, 202, 204, 400, 403, 404, 409, 412, 501]).toContain(reply.status);
        }
        client.twin.advance();
        expect(() => parseEstate(JSON.stringify(client.twin.estate()))).not.toThrow();
      },
    ),
    { seed, numRuns: 150 },
  );
  console.info(
    `seed ${String(seed)}: ${[...answered].map(([status, n]) => `${String(status)} ${String(n)} times`).join(", ")}`,
  );
  for (const status of [200, 202, 400, 404]) expect(answered.get(status) ?? 0, `${status}`).toBeGreaterThan(20);
});

test("a body that is no JSON, and a path that is no text, are refused like any other mistake", async () => {
  const client = await startTwin();
  const { tenantId } = client.twin.credentials;
  for (const path of [
    "/%E0%A4%A",
    "/subscriptions/%2e%2e/x",
    "//",
    "/subscriptions//resourceGroups/",
    `/${tenantId}/oauth2/v2.0/token`,
  ]) {
    for (const method of ["GET", "POST", "PUT"]) {
      const { status } = await client.send(method, path, {}, "{");
      expect(status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
      expect(status, `${method} ${path}`).toBeLessThan(500);
    }
  }
});
