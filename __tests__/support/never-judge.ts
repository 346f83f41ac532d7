/**
 * What no run ever does, judged by the twin's log alone. Shares nothing with the engine: what is the hub's own is read
 * from the estate. Everything that isn't plainly allowed is a fault.
 */
import type { ArmDocument, EstateDocument } from "../../src/twin/estate.ts";
import type { LogEntry } from "../../src/twin/twin.ts";
import { valueAt } from "./expectation.ts";

/** The faults of a log, as sentences; empty where nothing forbidden was asked for, whatever came of it. */
export function findForbiddenRequests(estate: EstateDocument, log: readonly LogEntry[]): readonly string[] {
  const hub = hubOf(estate);
  const closed = new Set<string>();
  return log.flatMap((entry) => {
    const why = whyForbidden(estate, hub, closed, entry);
    return why === undefined ? [] : [`${entry.method} ${entry.id}: ${why}`];
  });
}

interface Hub {
  readonly id: string;
  /** Storage, vault and registry, lower case. */
  readonly own: readonly string[];
  /** Object ids of the hub's and its projects' identities, lower case. */
  readonly identities: readonly string[];
  /** Customer's private endpoints to the storage account, lower case. */
  readonly storageEndpoints: readonly string[];
}

/** The last part of a path that answers secrets, by POST or GET. */
const secretWords = /^(list\w*(keys?|secrets?|credentials?|sas)|regenerate\w*|keys|secrets|credentials)$/i;
/** POSTs that read. */
const readingPosts = /\/(diagnose|checkPolicyRestrictions|Microsoft\.ResourceGraph\/resources)$/i;
const signIn = /\/oauth2\/(v2\.0\/)?token$/i;
const readerRole = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

/** Services whose default action the log has set to Deny, lower case. */
type Closed = Set<string>;

function whyForbidden(estate: EstateDocument, hub: Hub, closed: Closed, entry: LogEntry): string | undefined {
  const { method, id } = entry;
  if (signIn.test(id)) return undefined;
  if (secretWords.test(id.split("/").at(-1) ?? "")) return "asks for secrets";
  switch (method) {
    case "GET":
    case "HEAD":
      return undefined;
    case "POST":
      if (readingPosts.test(id)) return undefined;
      return same(id, `${hub.id}/provisionManagedNetwork`) ? whyProvisioning(entry.body) : "an action nobody asked for";
    case "PUT":
      return whyPut(estate, hub, entry);
    case "PATCH":
      return whyPatch(estate, hub, closed, entry);
    default:
      return "a method nobody needs";
  }
}

function whyProvisioning(body: unknown): string | undefined {
  return onlyFields(body, ["includeSpark"]);
}

function whyPut(estate: EstateDocument, hub: Hub, { id, body }: LogEntry): string | undefined {
  const [scope = "", assignment] = id.split(/\/providers\/Microsoft\.Authorization\/roleAssignments\//i);
  if (assignment !== undefined) return whyGrant(hub, scope, body);
  const [target = "", connection] = id.split(/\/privateEndpointConnections\//i);
  if (connection !== undefined) return whyApproval(estate, target, body);
  const [workspace = "", rule] = id.split(/\/outboundRules\//i);
  if (rule === undefined) return "a PUT of something else than a rule, a grant or an approval";
  if (!same(workspace, hub.id)) return "a rule of another workspace";
  if (rule.startsWith("__SYS_")) return "a rule of the service's own";
  const properties = valueAt(body, "properties");
  if (valueAt(properties, "type") !== "PrivateEndpoint") return "a rule that is no private endpoint";
  return onlyFields(body, ["properties"]) ?? onlyFields(properties, ["type", "category", "destination", "fqdns"]);
}

function whyGrant(hub: Hub, scope: string, body: unknown): string | undefined {
  const properties = valueAt(body, "properties");
  const role = String(valueAt(properties, "roleDefinitionId")).split("/").at(-1)?.toLowerCase();
  if (role !== readerRole) return "a role other than Reader";
  if (!hub.storageEndpoints.includes(scope.toLowerCase()))
    return "a role elsewhere than on a private endpoint to the storage";
  const principal = String(valueAt(properties, "principalId")).toLowerCase();
  if (!hub.identities.includes(principal)) return "a role for an identity that isn't the hub's or a project's";
  return onlyFields(properties, ["roleDefinitionId", "principalId", "principalType"]);
}

function whyApproval(estate: EstateDocument, target: string, body: unknown): string | undefined {
  const endpoint = String(valueAt(body, "properties.privateEndpoint.id")).toLowerCase();
  const ours = `/subscriptions/${estate.facts.managedVnetSubscription}/`.toLowerCase();
  if (!endpoint.startsWith(ours)) return `an approval of somebody else's endpoint ${endpoint}`;
  const isTarget = estate.resources.some((document) => same(document.id, target));
  return isTarget ? undefined : "an approval on nothing known";
}

function whyPatch(
  estate: EstateDocument,
  hub: Hub,
  closed: Closed,
  { id, body, status }: LogEntry,
): string | undefined {
  const key = id.toLowerCase();
  if (key !== hub.id.toLowerCase() && !hub.own.includes(key)) return "a change of a service that isn't the hub's own";
  const properties = valueAt(body, "properties");
  const isHub = key === hub.id.toLowerCase();
  const fields = isHub
    ? ["publicNetworkAccess"]
    : ["publicNetworkAccess", "networkAcls", "networkRuleSet", "networkRuleBypassOptions"];
  const extra = onlyFields(body, ["properties"]) ?? onlyFields(properties, fields);
  if (extra !== undefined) return extra;
  const access = valueAt(properties, "publicNetworkAccess");
  if (access !== undefined && access !== "Disabled") return "public network access other than Disabled";
  const bypass = valueAt(properties, "networkRuleBypassOptions");
  if (bypass !== undefined && bypass !== "AzureServices") return "a registry's bypass taken away";
  const before = estate.resources.find((document) => same(document.id, id));
  for (const list of ["networkAcls", "networkRuleSet"]) {
    const rules = valueAt(properties, list);
    const why =
      rules === undefined ? undefined : whyRules(valueAt(before, `properties.${list}`), rules, closed.has(key));
    if (why !== undefined) return why;
    // One that was not answered may have been carried out.
    const wasRefused = status >= 400 && status < 500;
    if (!wasRefused && valueAt(rules, "defaultAction") === "Deny") closed.add(key);
  }
  return undefined;
}

/** Rules that let anybody in who wasn't let in, or that lose what they held. */
function whyRules(before: unknown, now: unknown, isClosed: boolean): string | undefined {
  const wasDeny = String(valueAt(before, "defaultAction")).toLowerCase() === "deny" || isClosed;
  if (wasDeny && String(valueAt(now, "defaultAction")).toLowerCase() !== "deny") return "a default action opened again";
  const had = wordsOf(valueAt(before, "bypass"));
  const has = wordsOf(valueAt(now, "bypass"));
  if (had.some((word) => word !== "none" && !has.includes(word))) return "an exception taken from the bypass";
  const added = has.filter((word) => !had.includes(word) && word !== "azureservices");
  if (before !== undefined && added.length > 0) return `an exception nobody asked for: ${added.join()}`;
  for (const [field, value] of fieldsOf(before)) {
    if (field === "bypass" || field === "defaultAction") continue;
    if (JSON.stringify(valueAt(now, field)) !== JSON.stringify(value)) return `${field} is not as it was`;
  }
  const news = fieldsOf(now).filter(
    ([field, value]) => valueAt(before, field) === undefined && Array.isArray(value) && value.length > 0,
  );
  return news.length === 0 ? undefined : `rules nobody asked for: ${news.map(([field]) => field).join()}`;
}

function wordsOf(bypass: unknown): readonly string[] {
  return typeof bypass === "string" ? bypass.split(",").map((word) => word.trim().toLowerCase()) : [];
}

function onlyFields(body: unknown, allowed: readonly string[]): string | undefined {
  const extra = fieldsOf(body).filter(([field]) => !allowed.includes(field));
  return extra.length === 0 ? undefined : `writes ${extra.map(([field]) => field).join(", ")}`;
}

function fieldsOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function hubOf(estate: EstateDocument): Hub {
  const hub = estate.resources.find((document) => same(document.id, estate.hub));
  const own = ["storageAccount", "keyVault", "containerRegistry"].flatMap((field) => {
    const id = valueAt(hub, `properties.${field}`);
    return typeof id === "string" && id !== "" ? [id.toLowerCase()] : [];
  });
  const workspaces = estate.resources.filter(
    (document) => document === hub || same(String(valueAt(document, "properties.hubResourceId")), estate.hub),
  );
  return {
    id: estate.hub,
    own,
    identities: workspaces.flatMap(identitiesOf),
    storageEndpoints: endpointsTo(estate, own[0]),
  };
}

function identitiesOf(workspace: ArmDocument): readonly string[] {
  const assigned = fieldsOf(valueAt(workspace, "identity.userAssignedIdentities")).map(([, value]) => value);
  return [valueAt(workspace, "identity"), ...assigned].flatMap((identity) => {
    const id = valueAt(identity, "principalId");
    return typeof id === "string" ? [id.toLowerCase()] : [];
  });
}

function endpointsTo(estate: EstateDocument, target: string | undefined): readonly string[] {
  return estate.resources
    .filter((document) => /\/privateEndpoints\/[^/]+$/i.test(document.id))
    .filter((document) =>
      JSON.stringify(document)
        .toLowerCase()
        .includes(`"${target ?? "none"}"`),
    )
    .map((document) => document.id.toLowerCase());
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
