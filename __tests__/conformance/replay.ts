import type { ArmDocument, Json } from "../../src/twin/estate.ts";
import { createTwin } from "../../src/twin/twin.ts";
import type { Twin } from "../../src/twin/twin.ts";
import { isAtOrBelow, keyOf, parentIdOf, parseArmPath } from "../../src/twin/wire/arm-path.ts";
import { listAt, parseJson, textAt, textsOf } from "../../src/twin/wire/json-fields.ts";
import { documentsIn, estateAround } from "./recorded-estate.ts";
import type { Interaction, Recording } from "./recording.ts";
import { differencesOf, headerShapeOf, shapeOf } from "./shape.ts";

/** What came of asking the twin what was recorded. */
export type Outcome =
  | { readonly is: "compared"; readonly differences: readonly string[] }
  /** The twin says itself that it does not serve this. */
  | { readonly is: "notServed" }
  /** A poll of an operation whose beginning is not in the recording, or not served. */
  | { readonly is: "orphan" };

export interface Row {
  readonly interaction: Interaction;
  readonly outcome: Outcome;
}

const BASE = "https://management.azure.com";
const DAY = 24 * 3_600_000;

/** A twin with its own time, and where a request to it went last. */
interface Session {
  readonly twin: Twin;
  readonly token: string;
  readonly pass: () => void;
}

interface TwinAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json | undefined;
}

/** Asks the twin everything a recording asked Azure, each time in the state that the recording shows. */
export async function replay(recording: Recording): Promise<readonly Row[]> {
  const known = new Map(documentsBefore(recording).map((document) => [keyOf(document.id), document]));
  const polls = new Map<string, { readonly session: Session; readonly url: string }>();
  const written = new Map<string, Session>();
  const rows: Row[] = [];
  for (const interaction of recording.interactions) {
    const polled = polls.get(pollKeyOf(interaction.url));
    const isPoll = isPollUrl(interaction.url);
    if (isPoll && polled === undefined) {
      rows.push({ interaction, outcome: { is: "orphan" } });
      continue;
    }
    const session = polled?.session ?? (await sessionFor(interaction, known));
    if (isPoll && isEnd(interaction)) session.pass();
    const given = await ask(session, interaction, polled?.url);
    const again = await askWriter(written, interaction);
    rows.push({ interaction, outcome: compare(interaction, [given, ...again]) });
    if (interaction.method !== "GET" && given.status !== 501) {
      // What a later write touches, another twin knows better.
      const key = keyOf(interaction.url.pathname);
      for (const other of written.keys()) if (isAtOrBelow(key, other) || isAtOrBelow(other, key)) written.delete(other);
      written.set(key, session);
    }
    for (const [key, url] of pollsBegun(interaction, given)) polls.set(key, { session, url });
    if (interaction.status < 300 && !isPoll)
      for (const document of documentsIn(interaction)) known.set(keyOf(document.id), document);
    if (interaction.method === "DELETE" && interaction.status < 300) known.delete(keyOf(interaction.url.pathname));
  }
  return rows;
}

/** What a recording takes for granted and shows only in what is said about it: a workspace whose services are gone. */
function documentsBefore(recording: Recording): readonly ArmDocument[] {
  const diagnosed = recording.interactions.find(({ url }) => url.pathname.endsWith("/diagnose"));
  if (diagnosed === undefined) return [];
  const texts = JSON.stringify(recording.interactions.map(({ body }) => body ?? null));
  const gone = (type: string): string =>
    new RegExp(`Resource (/[^ ]*/${type}/[^ ]+) has been removed`, "i").exec(texts)?.[1] ?? "";
  const properties = {
    ...{ storageAccount: gone("storageAccounts"), keyVault: gone("vaults"), applicationInsights: gone("components") },
  };
  return [{ id: diagnosed.url.pathname.replace(/\/diagnose$/, ""), kind: "Default", location: "westus3", properties }];
}

/** A read is asked of the very documents it showed; a write of what was there before it. */
async function sessionFor(interaction: Interaction, known: ReadonlyMap<string, ArmDocument>): Promise<Session> {
  const key = keyOf(interaction.url.pathname);
  // A list shows all there is: what another recording of the same place made is not in it.
  const isGone = (id: string): boolean =>
    keyOf(id) === key ? interaction.status === 404 : interaction.method === "GET" && keyOf(id).startsWith(`${key}/`);
  const before = [...known.values()].filter(({ id }) => !isGone(id));
  const isRead = interaction.method === "GET" || /ResourceGraph/i.test(key);
  const documents = isRead ? merged(before, documentsIn(interaction)) : before;
  const asked = textsOf(listAt(interaction.requestBody, "subscriptions")).map(
    (id) => `/subscriptions/${id}/resourceGroups/rg`,
  );
  const named = [...asked, ...(interaction.status < 400 ? [interaction.requestBody] : [])];
  const estate = estateAround([...documents, ...principalIn(interaction)], [parentOf(interaction), ...named]);
  const isSigned = Object.values(interaction.headers).some((value) => value.includes("&c="));
  let now = Date.UTC(2026, 10, 22);
  const twin = createTwin({
    ...{
      estate: withoutWritten(estate, interaction),
      baseUrl: BASE,
      pace: { kind: "clock" },
      clock: { now: () => now },
    },
    behaviour: { signedPollUrls: isSigned, tokenLifetime: 1000 * DAY, roleAssignmentReplication: 0 },
  });
  return { twin, token: await login(twin), pass: () => (now += DAY) };
}

function merged(before: readonly ArmDocument[], shown: readonly ArmDocument[]): readonly ArmDocument[] {
  const keys = new Set(shown.map(({ id }) => keyOf(id)));
  return [...before.filter(({ id }) => !keys.has(keyOf(id))), ...shown];
}

/** The path of a write names what may not be there yet: what it is in has to be. */
function parentOf({ url }: Interaction): string {
  const path = parseArmPath(url.pathname);
  return path === undefined ? "" : parentIdOf(path);
}

/** A resource that a PUT created (201, 202) was not there before it, and a 404 was about nothing. */
function withoutWritten(estate: ReturnType<typeof estateAround>, interaction: Interaction): typeof estate {
  const isNew = (interaction.method === "PUT" && interaction.status === 201) || interaction.status === 404;
  const key = keyOf(interaction.url.pathname);
  const isDiagnosis = key.endsWith("/diagnose");
  const isGone = (id: string): boolean =>
    (isNew && keyOf(id) === key) || (isDiagnosis && /\/(storageAccounts|vaults|components)\//i.test(id));
  return { ...estate, resources: estate.resources.filter(({ id }) => !isGone(id)) };
}

/** Whom a recorded assignment was made for is somebody the directory knows. */
function principalIn({ requestBody, status, url }: Interaction): readonly ArmDocument[] {
  const principalId = textAt(requestBody, "properties", "principalId");
  if (principalId === undefined || status >= 300) return [];
  const subscription = url.pathname.split("/").slice(0, 3).join("/");
  const id = `${subscription}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/somebody`;
  return [{ id, properties: { principalId } }];
}

async function login(twin: Twin): Promise<string> {
  const { tenantId, clientId, clientSecret } = twin.credentials;
  const form = {
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
    scope: `${BASE}/.default`,
  };
  const url = `/${tenantId}/oauth2/v2.0/token`;
  const response = await twin.handle({ method: "POST", url, headers: {}, body: new URLSearchParams(form).toString() });
  return textAt(parseJson(response.body), "access_token") ?? "";
}

async function ask(
  { twin, token }: Session,
  interaction: Interaction,
  pollUrl: string | undefined,
): Promise<TwinAnswer> {
  const { method, url, requestBody, requestHeaders } = interaction;
  const conditions = Object.entries(requestHeaders).filter(([name]) => name === "if-match" || name === "if-none-match");
  const response = await twin.handle({
    ...{ method, url: pollUrl ?? url.href },
    headers: { Authorization: `Bearer ${token}`, ...Object.fromEntries(conditions) },
    ...(requestBody === undefined ? {} : { body: JSON.stringify(requestBody) }),
  });
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return { status: response.status, headers, body: parseJson(response.body) };
}

/** What a write made has to read like what Azure made of it: the same GET, of the twin that was written to. */
async function askWriter(
  written: ReadonlyMap<string, Session>,
  interaction: Interaction,
): Promise<readonly TwinAnswer[]> {
  const writer = interaction.method === "GET" ? written.get(keyOf(interaction.url.pathname)) : undefined;
  // A deletion may be left out of a recording.
  if (writer === undefined || interaction.status === 404) return [];
  const given = await ask(writer, interaction, undefined);
  return given.status === 501 ? [] : [given];
}

function compare(interaction: Interaction, given: readonly TwinAnswer[]): Outcome {
  const [first] = given;
  // A version that is not served is said in ARM's words.
  const isVersionUnserved =
    first?.status === 400 && textAt(first.body, "error", "code") === "NoRegisteredProviderFound";
  if (first?.status === 501 || isVersionUnserved) return { is: "notServed" };
  const recorded = new Set([
    `status ${interaction.status}`,
    ...headerShapeOf(interaction.headers),
    ...shapeOf(interaction.body),
  ]);
  const differences = given.flatMap(({ status, headers, body }) =>
    differencesOf(recorded, new Set([`status ${status}`, ...headerShapeOf(headers), ...shapeOf(body)])),
  );
  return { is: "compared", differences: [...new Set(differences)].toSorted() };
}

function isPollUrl(url: URL): boolean {
  return /\/(workspaceOperationsStatus|operationStatuses|operations|operationResults|asyncoperations|privateDnsOperation\w+)\/[^/]+$/i.test(
    url.pathname,
  );
}

function isEnd({ status, body }: Interaction): boolean {
  const told = textAt(body, "status");
  return status !== 202 && told !== "InProgress" && told !== "Updating";
}

/** Operations are told apart by their path and, where both polls have one, by their type. */
function pollKeyOf(url: URL): string {
  return `${keyOf(url.pathname)}?${url.searchParams.get("type") ?? ""}`;
}

function pollsBegun(interaction: Interaction, given: TwinAnswer): readonly (readonly [string, string])[] {
  return ["azure-asyncoperation", "location"].flatMap((name) => {
    const [recorded, twins] = [interaction.headers[name], given.headers[name]];
    return recorded === undefined || twins === undefined ? [] : [[pollKeyOf(new URL(recorded)), twins] as const];
  });
}
