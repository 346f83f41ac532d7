import { z } from "zod";
import type { ArmDocument, EstateDocument, Json } from "./estate.ts";
import { readForm, TwinFileError } from "./input-file.ts";
import { isAtOrBelow, isResource, keyOf, parentIdOf, parseArmPath } from "./wire/arm-path.ts";

const json: z.ZodType<Json> = z.json();

const armDocument: z.ZodType<ArmDocument> = z
  .object({
    id: z.string(),
    name: z.string().nullable().exactOptional(),
    type: z.string().nullable().exactOptional(),
    location: z.string().nullable().exactOptional(),
    properties: z.record(z.string(), json).exactOptional(),
  })
  .catchall(json);

const policy = z.object({
  name: z.string().exactOptional(),
  scope: z.string(),
  effect: z.literal("deny"),
  when: z.object({ type: z.string(), property: z.string(), equals: json }),
});

const facts = z.object({
  managedVnetSubscription: z.string(),
  resolvers: z
    .record(
      z.string(),
      z.object({
        answers: z.record(z.string(), z.array(z.string())),
        otherwise: z.enum(["public", "nxdomain", "timeout", "azure"]),
      }),
    )
    .exactOptional(),
  vantage: z
    .union([
      z.object({ kind: z.literal("public"), ip: z.string().exactOptional() }),
      z.object({ kind: z.literal("vnet"), subnet: z.string() }),
    ])
    .exactOptional(),
  policies: z.array(policy).exactOptional(),
  clients: z
    .array(
      z.object({
        principalId: z.string(),
        uses: z.string(),
        from: z.union([
          z.object({ kind: z.literal("public") }),
          z.object({ kind: z.literal("vnet"), vnet: z.string() }),
        ]),
      }),
    )
    .exactOptional(),
  federatedCredentials: z
    .array(z.object({ issuer: z.string(), subject: z.string(), audience: z.string().exactOptional() }))
    .exactOptional(),
  diagnosis: z
    .array(
      z.object({
        workspace: z.string().exactOptional(),
        ...{ list: z.string(), code: z.string(), level: z.string(), message: z.string() },
      }),
    )
    .exactOptional(),
});

const estate = z.object({
  schema: z.literal("secure-foundry-hub/estate/1"),
  description: z.string(),
  cloud: z.enum(["AzureCloud", "AzureUSGovernment", "AzureChinaCloud"]),
  tenantId: z.string(),
  hub: z.string(),
  caller: z.object({ objectId: z.string(), appId: z.string() }),
  subscriptions: z.array(z.object({ subscriptionId: z.string(), displayName: z.string(), state: z.string() })),
  providers: z.record(z.string(), z.array(z.string())),
  resources: z.array(armDocument),
  facts,
});

/**
 * Reads an estate file.
 * Throws TwinFileError when it is no JSON, has another schema, or does not hold together: a malformed or duplicate id
 * (case-blind), a child without its parent, a hub that is not among the resources, a standpoint in no VNet of the
 * estate.
 */
export function parseEstate(text: string): EstateDocument {
  const parsed = readForm("estate file", estate, text);
  const problems = findProblems(parsed);
  if (problems.length > 0) throw new TwinFileError("estate file", problems);
  return parsed;
}

function findProblems(document: EstateDocument): readonly string[] {
  const keys = new Set(document.resources.map((resource) => keyOf(resource.id)));
  const seen = new Map<string, string>();
  const problems = document.resources.flatMap((resource, index) => {
    const where = `resources.${String(index)}.id`;
    const key = keyOf(resource.id);
    const first = seen.get(key);
    const repeated = first === undefined ? [] : [`${where}: ${resource.id} is there twice, first as ${first}`];
    if (first === undefined) seen.set(key, where);
    return [...repeated, ...findIdProblems(where, resource.id, keys, document)];
  });
  const hub = keys.has(keyOf(document.hub)) ? [] : [`hub: ${document.hub} is not among the resources`];
  return [...problems, ...hub, ...findVantageProblems(keys, document)];
}

function findVantageProblems(keys: ReadonlySet<string>, { facts }: EstateDocument): readonly string[] {
  if (facts.vantage?.kind !== "vnet") return [];
  const path = parseArmPath(facts.vantage.subnet);
  if (path !== undefined && keys.has(keyOf(parentIdOf(path)))) return [];
  return [`facts.vantage.subnet: ${facts.vantage.subnet} is in no VNet of the estate`];
}

function findIdProblems(
  where: string,
  id: string,
  keys: ReadonlySet<string>,
  document: EstateDocument,
): readonly string[] {
  const path = parseArmPath(id);
  const isGroup = path?.pattern === "subscriptions/*/resourcegroups/*";
  const isWellFormed = path !== undefined && id.startsWith("/") && (isGroup || isResource(path));
  if (!isWellFormed) return [`${where}: ${id} is not an ARM resource id`];
  const parent = isGroup ? `/subscriptions/${path.subscriptionId ?? ""}` : parentIdOf(path);
  const isRoot = parent === "" || parent === "/";
  const isSubscription = document.subscriptions.some(({ subscriptionId }) =>
    isAtOrBelow(parent, `/subscriptions/${subscriptionId}`) ? keyOf(parent).split("/").length === 3 : false,
  );
  return isRoot || isSubscription || keys.has(keyOf(parent)) ? [] : [`${where}: its parent ${parent} is missing`];
}
