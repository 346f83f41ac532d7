import { SignJWT } from "jose";
import { expect, test } from "vitest";
import type { EstateFacts } from "../../src/twin/estate.ts";
import { parseJson, textAt } from "../../src/twin/wire/json-fields.ts";
import { BASE, movableClock, startTwin } from "./twin-client.ts";
import type { TwinClient } from "./twin-client.ts";

const ISSUER = "https://token.actions.example.com";
const SUBJECT = "repo:acme/hub:environment:production";
const AUDIENCE = "api://AzureADTokenExchange";
const KEY = new TextEncoder().encode("a key that only the issuer knows about");
const NOW = Date.UTC(2026, 10, 22) / 1000;

interface Claims {
  readonly iss?: string;
  readonly sub?: string;
  readonly aud?: string;
  readonly iat?: number;
  readonly exp?: number;
}

/** A workflow's token as its issuer makes it: good for five minutes. */
async function assertionOf(more: Claims = {}): Promise<string> {
  const claims = { iss: ISSUER, sub: SUBJECT, aud: AUDIENCE, iat: NOW, exp: NOW + 300, ...more };
  return new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(KEY);
}

/** What Entra says to an assertion: the status, and the code of its refusal. */
async function present(client: TwinClient, assertion: string): Promise<readonly [number, string | undefined]> {
  const form = {
    ...{ grant_type: "client_credentials", client_id: client.twin.credentials.clientId, scope: `${BASE}/.default` },
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
  };
  const url = `/${client.twin.credentials.tenantId}/oauth2/v2.0/token`;
  const reply = await client.send("POST", url, {}, new URLSearchParams(form).toString());
  const told = textAt(parseJson(reply.body), "error_description");
  return [reply.status, told === undefined ? undefined : /^AADSTS\d+/.exec(told)?.[0]];
}

function startFor(records?: EstateFacts["federatedCredentials"]): Promise<TwinClient> {
  return startTwin(records === undefined ? {} : { facts: { federatedCredentials: records } });
}

test("an assertion is good for as long as it says, and not before", async () => {
  const clock = movableClock();
  const client = await startTwin({}, { clock });
  const assertion = await assertionOf();
  expect(await present(client, assertion)).toEqual([200, undefined]);
  clock.pass(299_000);
  expect(await present(client, assertion)).toEqual([200, undefined]);
  clock.pass(1000);
  expect(await present(client, assertion)).toEqual([401, "AADSTS700024"]);
  expect(await present(client, await assertionOf({ iat: NOW + 900, exp: NOW + 1200 }))).toEqual([401, "AADSTS700024"]);
});

test.each([
  ["no token", "not a token", "AADSTS50027"],
  ["another audience", { aud: "https://github.com/acme" }, "AADSTS700212"],
] as const)("%s is refused with %s", async (_, given, code) => {
  const client = await startFor();
  const assertion = typeof given === "string" ? given : await assertionOf(given);
  expect(await present(client, assertion)).toEqual([401, code]);
});

test("where the estate lists federated credentials, issuer and subject have to match, case and all", async () => {
  const client = await startFor([{ issuer: ISSUER, subject: SUBJECT }]);
  expect(await present(client, await assertionOf())).toEqual([200, undefined]);
  expect(await present(client, await assertionOf({ sub: SUBJECT.toUpperCase() }))).toEqual([401, "AADSTS7002138"]);
  expect(await present(client, await assertionOf({ sub: `${SUBJECT}s` }))).toEqual([401, "AADSTS700213"]);
  expect(await present(client, await assertionOf({ iss: `${ISSUER}/` }))).toEqual([401, "AADSTS700211"]);
  expect(await present(client, await assertionOf({ aud: "other" }))).toEqual([401, "AADSTS700212"]);
});

test("an application may sign for itself with its certificate", async () => {
  const client = await startFor([{ issuer: ISSUER, subject: SUBJECT }]);
  const { clientId, tenantId } = client.twin.credentials;
  const own = { iss: clientId, sub: clientId, aud: `${BASE}/${tenantId}/oauth2/v2.0/token` };
  expect(await present(client, await assertionOf(own))).toEqual([200, undefined]);
});
