import { SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { parseJson, textAt } from "../../src/twin/wire/json-fields.ts";
import { HUB } from "./small-estate.ts";
import { BASE, clientOf, fieldOf, headerOf, login, movableClock, startTwin } from "./twin-client.ts";
import type { TwinClient } from "./twin-client.ts";

const HUB_URL = `${HUB}?api-version=2025-12-01`;

async function postToken(
  client: TwinClient,
  form: Record<string, string>,
  tenant?: string,
): Promise<{ status: number; text: string }> {
  const path = `/${tenant ?? client.twin.credentials.tenantId}/oauth2/v2.0/token`;
  const { status, body } = await client.send("POST", path, {}, new URLSearchParams(form).toString());
  return { status, text: body };
}

describe("the metadata document", () => {
  test("is one object for 2022-09-01 and a list before, all endpoints on the twin", async () => {
    const client = await startTwin();
    const now = await client.get("/metadata/endpoints?api-version=2022-09-01");
    expect(now.body).toMatchObject({
      name: "AzureCloud",
      resourceManager: BASE,
      authentication: { loginEndpoint: BASE, identityProvider: "AAD" },
      microsoftGraphResourceId: `${BASE}/graph`,
      suffixes: { storage: "core.windows.net", keyVaultDns: "vault.azure.net", acrLoginServer: "azurecr.io" },
    });
    const before = await client.get("/metadata/endpoints?api-version=2019-05-01");
    expect(before.body).toMatchObject([{ resourceManager: BASE }]);
  });

  test("leads to an openid configuration on the same host", async () => {
    const client = await startTwin();
    const url = `/${client.twin.credentials.tenantId}/v2.0/.well-known/openid-configuration?api-version=x`;
    const reply = await client.get(url);
    expect(fieldOf(reply, "issuer")).toContain(BASE);
    expect(fieldOf(reply, "jwks_uri")).toContain(BASE);
  });
});

describe("the token endpoint", () => {
  const good = (client: TwinClient): Record<string, string> => ({
    grant_type: "client_credentials",
    client_id: client.twin.credentials.clientId,
    client_secret: client.twin.credentials.clientSecret,
    scope: `${BASE}/.default`,
  });

  test("refuses an unknown tenant, an unknown client and a wrong secret, each with its AADSTS code", async () => {
    const client = await startTwin();
    const tenant = await postToken(client, good(client), "00000000-0000-4000-8000-000000000000");
    expect([tenant.status, tenant.text]).toEqual([400, expect.stringContaining("AADSTS90002")]);
    const stranger = await postToken(client, { ...good(client), client_id: "somebody" });
    expect([stranger.status, stranger.text]).toEqual([400, expect.stringContaining("AADSTS700016")]);
    const wrong = await postToken(client, { ...good(client), client_secret: "wrong" });
    expect([wrong.status, wrong.text]).toEqual([401, expect.stringContaining("AADSTS7000215")]);
  });

  test("takes a client assertion while it is not expired by the twin's clock", async () => {
    const clock = movableClock();
    const client = await startTwin({}, { clock });
    const exp = clock.now() / 1000 + 600;
    const key = new TextEncoder().encode("a key that only the issuer knows about");
    const assertion = await new SignJWT({ aud: "api://AzureADTokenExchange" })
      .setProtectedHeader({ alg: "HS256" })
      .setExpirationTime(exp)
      .sign(key);
    const form = {
      ...{ grant_type: "client_credentials", client_id: client.twin.credentials.clientId, scope: `${BASE}/.default` },
      ...{
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: assertion,
      },
    };
    const reply = await postToken(client, form);
    expect(reply.status).toBe(200);
    const Authorization = `Bearer ${textAt(parseJson(reply.text), "access_token") ?? ""}`;
    expect((await client.send("GET", HUB_URL, { Authorization })).status).toBe(200);
    clock.pass(601_000);
    const late = await postToken(client, form);
    expect([late.status, late.text]).toEqual([401, expect.stringContaining("AADSTS700024")]);
    expect(late.text).toContain("expiry time of assertion 2026-11-22T00:10:00.0000000Z");
    const text = await postToken(client, { ...form, client_assertion: "no jwt" });
    expect([text.status, text.text]).toEqual([401, expect.stringContaining("AADSTS50027")]);
  });

  test("keeps secrets and assertions out of the log", async () => {
    const client = await startTwin();
    await postToken(client, { ...good(client), client_assertion: "very-secret" });
    const log = JSON.stringify(client.twin.log);
    expect(log).not.toContain(client.twin.credentials.clientSecret);
    expect(log).not.toContain("very-secret");
    expect(log).toContain(client.twin.credentials.clientId);
  });
});

describe("a token at the resource manager", () => {
  test("is needed, and the 401 says where to get one", async () => {
    const client = await startTwin();
    const reply = await client.send("GET", HUB_URL, {});
    expect(reply.status).toBe(401);
    expect(headerOf(reply, "www-authenticate")).toContain(`authorization_uri="${BASE}/`);
    const forged = await client.send("GET", HUB_URL, { Authorization: "Bearer a.b.c" });
    expect(forged.body).toContain("InvalidAuthenticationToken");
  });

  test("expires by the twin's clock", async () => {
    const clock = movableClock();
    const client = await startTwin({}, { clock, behaviour: { tokenLifetime: 60_000 } });
    expect((await client.get(HUB)).status).toBe(200);
    clock.pass(61_000);
    const late = await client.get(HUB);
    expect([late.status, fieldOf(late, "error", "code")]).toEqual([401, "ExpiredAuthenticationToken"]);
  });

  test("for the cloud's real audience is taken, for another one not", async () => {
    const client = await startTwin();
    const at = async (scope: string): Promise<number> => {
      const token = await login(client.twin, scope);
      return (await client.send("GET", HUB_URL, { Authorization: `Bearer ${token}` })).status;
    };
    expect(await at("https://management.azure.com/.default")).toBe(200);
    expect(await at("https://vault.azure.net/.default")).toBe(401);
  });

  test("outlives a restart of the twin", async () => {
    const first = await startTwin();
    const second = await startTwin();
    const token = await login(first.twin);
    expect((await second.send("GET", HUB_URL, { Authorization: `Bearer ${token}` })).status).toBe(200);
    expect((await (await clientOf(second.twin)).get(HUB)).status).toBe(200);
  });
});
