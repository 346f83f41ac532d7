import { describe, expect, test } from "vitest";
import { parseJson } from "../../src/twin/wire/json-fields.ts";
import { CALLER, GROUP, HUB, HUB_PRINCIPAL, resource } from "./small-estate.ts";
import { BASE, codeOf, fieldOf, login, messageOf, movableClock, rowsOf, startTwin } from "./twin-client.ts";
import type { Reply, TwinClient } from "./twin-client.ts";

const IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-one`;
const IDENTITY_PRINCIPAL = "5a5a5a5a-5a5a-4a5a-8a5a-5a5a5a5a5a5a";
const CLIENT_ID = "6b6b6b6b-6b6b-4b6b-8b6b-6b6b6b6b6b6b";
const NOBODY = "00000000-0000-4000-8000-00000000abcd";

interface Asked {
  readonly method?: string;
  readonly body?: unknown;
  /** What the token is for; Graph by default. */
  readonly scope?: string;
}

async function ask(client: TwinClient, path: string, asked: Asked = {}): Promise<Reply> {
  const token = await login(client.twin, asked.scope ?? `${BASE}/graph/.default`);
  const headers = { Authorization: `Bearer ${token}` };
  const body = asked.body === undefined ? undefined : JSON.stringify(asked.body);
  const { status, headers: answered, body: text } = await client.send(asked.method ?? "GET", path, headers, body);
  return { status, headers: answered, body: parseJson(text) };
}

function getByIds(client: TwinClient, ...ids: readonly string[]): Promise<Reply> {
  return ask(client, "/graph/v1.0/directoryObjects/getByIds", { method: "POST", body: { ids } });
}

const byName = (appId: string): string =>
  `/graph/v1.0/servicePrincipals?$filter=${encodeURIComponent(`servicePrincipalNames/any(c:c eq '${appId}')`)}`;

const identity = resource(IDENTITY, { properties: { principalId: IDENTITY_PRINCIPAL, clientId: CLIENT_ID } });

describe("the directory", () => {
  test("holds the caller and the managed identities, under the names of their resources, and leaves out others", async () => {
    const client = await startTwin({ more: [identity] });
    const reply = await getByIds(client, CALLER, HUB_PRINCIPAL.toUpperCase(), IDENTITY_PRINCIPAL, NOBODY);
    expect(rowsOf(reply)).toHaveLength(3);
    expect(rowsOf(reply)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: CALLER, servicePrincipalType: "Application" }),
        expect.objectContaining({
          "@odata.type": "#microsoft.graph.servicePrincipal",
          id: HUB_PRINCIPAL,
          displayName: "hub1",
          alternativeNames: ["isExplicit=False", HUB],
        }),
        expect.objectContaining({ id: IDENTITY_PRINCIPAL, appId: CLIENT_ID, displayName: "id-one" }),
      ]),
    );
  });

  test("knows a user-assigned identity also from the resource that uses it", async () => {
    const used = { [IDENTITY]: { principalId: IDENTITY_PRINCIPAL, clientId: CLIENT_ID } };
    const user = resource(`${GROUP}/providers/Microsoft.Search/searchServices/srchtwo`, {
      identity: { type: "UserAssigned", principalId: null, userAssignedIdentities: used },
    });
    const client = await startTwin({ more: [user] });
    expect(rowsOf(await getByIds(client, IDENTITY_PRINCIPAL))).toMatchObject([
      { appId: CLIENT_ID, displayName: "id-one" },
    ]);
  });

  test("finds a service principal by application id and by object id, and has none for others", async () => {
    const client = await startTwin({ more: [identity] });
    expect(rowsOf(await ask(client, byName(CLIENT_ID)))).toMatchObject([{ id: IDENTITY_PRINCIPAL }]);
    expect(rowsOf(await ask(client, byName(NOBODY)))).toEqual([]);
    const byAppId = `/graph/v1.0/servicePrincipals?$filter=${encodeURIComponent(`appId eq '${CLIENT_ID}'`)}`;
    expect(rowsOf(await ask(client, byAppId))).toHaveLength(1);
    expect(fieldOf(await ask(client, `/graph/v1.0/servicePrincipals/${CALLER}`), "id")).toBe(CALLER);
    const missing = await ask(client, `/graph/v1.0/servicePrincipals/${NOBODY}`);
    expect([missing.status, codeOf(missing)]).toEqual([404, "Request_ResourceNotFound"]);
  });

  test("refuses a filter it doesn't know, a body without ids, and what it doesn't serve, in Graph's form", async () => {
    const client = await startTwin();
    const filter = await ask(client, "/graph/v1.0/servicePrincipals?$filter=tags/any()");
    expect([filter.status, codeOf(filter)]).toEqual([400, "Request_UnsupportedQuery"]);
    expect([(await getByIds(client)).status, codeOf(await getByIds(client))]).toEqual([400, "Request_BadRequest"]);
    const users = await ask(client, "/graph/v1.0/users");
    expect(messageOf(users)).toContain("'users'");
    expect(fieldOf(users, "error", "innerError")).toEqual({
      date: "2026-11-22T00:00:00",
      "request-id": expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      "client-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
  });
});

describe("a token at Graph", () => {
  const path = `/graph/v1.0/servicePrincipals/${CALLER}`;

  test("is needed, for Graph's audience and no other, and one for Graph is none for the resource manager", async () => {
    const client = await startTwin();
    const without = await client.send("GET", path, {});
    expect([without.status, without.body]).toEqual([401, expect.stringContaining("Access token is empty.")]);
    const wrong = await ask(client, path, { scope: `${BASE}/.default` });
    expect([wrong.status, codeOf(wrong)]).toEqual([401, "InvalidAuthenticationToken"]);
    expect(messageOf(wrong)).toContain("Invalid audience");
    expect((await ask(client, path, { scope: "https://graph.microsoft.com/.default" })).status).toBe(200);
    expect((await ask(client, `${HUB}?api-version=2025-12-01`)).status).toBe(401);
  });

  test("expires by the twin's clock", async () => {
    const clock = movableClock();
    const client = await startTwin({}, { clock, behaviour: { tokenLifetime: 60_000 } });
    const token = await login(client.twin, `${BASE}/graph/.default`);
    clock.pass(61_000);
    const late = await client.send("GET", path, { Authorization: `Bearer ${token}` });
    expect([late.status, late.body]).toEqual([401, expect.stringContaining("the token is expired")]);
  });
});
