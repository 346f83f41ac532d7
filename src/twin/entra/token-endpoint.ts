import type { EstateDocument, Json } from "../estate.ts";
import type { Guids } from "../state/guids.ts";
import type { TwinClock } from "../state/timeline.ts";
import { answer, ok } from "../wire/answer.ts";
import type { Answer } from "../wire/answer.ts";
import { sameText } from "../wire/json-fields.ts";
import { findAssertionFault } from "./assertion.ts";
import { credentialsOf } from "./tokens.ts";
import type { TokenIssuer } from "./tokens.ts";

const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Entra as far as a client without a user needs it. */
export interface EntraContext {
  readonly estate: EstateDocument;
  readonly baseUrl: string;
  readonly clock: TwinClock;
  readonly guids: Guids;
  readonly tokens: TokenIssuer;
  readonly tokenLifetimeMs: number;
}

/** An operation of Entra: what follows the tenant in its path, lower case. */
interface EntraRoute {
  readonly method: string;
  readonly tail: string;
  /** Whether it is the same for every tenant. */
  readonly isForAll?: boolean;
  handle(context: EntraContext, form: URLSearchParams): Answer | Promise<Answer>;
}

/** What a client without a user asks of Entra. */
export const ENTRA_ROUTES: readonly EntraRoute[] = [
  {
    ...{ method: "GET", tail: "discovery/instance", isForAll: true },
    handle: ({ baseUrl }) => ok(instanceDiscovery(baseUrl)),
  },
  {
    ...{ method: "GET", tail: "v2.0/.well-known/openid-configuration" },
    handle: (context) => ok(openidConfiguration(context)),
  },
  // The keys are symmetric: nobody but the twin checks its tokens, and nothing is to be published.
  { method: "GET", tail: "discovery/v2.0/keys", handle: () => ok({ keys: [] }) },
  { method: "GET", tail: "discovery/keys", handle: () => ok({ keys: [] }) },
  { method: "POST", tail: "oauth2/v2.0/token", handle: answerToken },
];

/** Answers an Entra path (`/{tenant}/oauth2/v2.0/token` and what leads to it); undefined for any other path. */
export async function answerEntra(
  context: EntraContext,
  method: string,
  path: string,
  form: URLSearchParams,
): Promise<Answer | undefined> {
  const [tenant = "", ...rest] = path.split("/").filter((segment) => segment !== "");
  const tail = rest.join("/").toLowerCase();
  const route = ENTRA_ROUTES.find((candidate) => candidate.method === method && candidate.tail === tail);
  if (route === undefined) return undefined;
  const isKnown = route.isForAll === true || sameText(tenant, context.estate.tenantId);
  return isKnown ? route.handle(context, form) : refuseTenant(context, tenant);
}

function instanceDiscovery(baseUrl: string): Json {
  const host = new URL(baseUrl).host;
  return {
    tenant_discovery_endpoint: `${baseUrl}/common/v2.0/.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}

function openidConfiguration({ baseUrl, estate }: EntraContext): Json {
  const authority = `${baseUrl}/${estate.tenantId}`;
  return {
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
    jwks_uri: `${authority}/discovery/v2.0/keys`,
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
    scopes_supported: ["openid", "profile", "email", "offline_access"],
    issuer: `${authority}/v2.0`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${authority}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
    tenant_region_scope: "EU",
    cloud_instance_name: new URL(baseUrl).host,
  };
}

async function answerToken(context: EntraContext, form: URLSearchParams): Promise<Answer> {
  const credentials = credentialsOf(context.estate);
  const clientId = form.get("client_id") ?? "";
  if (form.get("grant_type") !== "client_credentials") {
    return refuse(context, 400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
  }
  if (!sameText(clientId, credentials.clientId)) {
    const text = `Application with identifier '${clientId}' was not found in the directory '${credentials.tenantId}'.`;
    return refuse(context, 400, "unauthorized_client", 700016, text);
  }
  const refusal = refuseProof(context, form, credentials.clientSecret);
  if (refusal !== undefined) return refusal;
  const audience = (form.get("scope") ?? "").split(" ")[0]?.replace(/\/\.default$/, "") ?? "";
  const issuer = `${context.baseUrl}/${context.estate.tenantId}/`;
  const token = await context.tokens.issue(audience, issuer, context.tokenLifetimeMs);
  const seconds = Math.floor(context.tokenLifetimeMs / 1000);
  return ok({ token_type: "Bearer", expires_in: seconds, ext_expires_in: seconds, access_token: token });
}

function refuseProof(context: EntraContext, form: URLSearchParams, secret: string): Answer | undefined {
  const assertion = form.get("client_assertion");
  if (assertion !== null) return refuseAssertion(context, assertion, form.get("client_assertion_type"));
  if (form.get("client_secret") === secret) return undefined;
  const text = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${context.estate.caller.appId}'.`;
  return refuse(context, 401, "invalid_client", 7000215, text);
}

function refuseAssertion(context: EntraContext, assertion: string, type: string | null): Answer | undefined {
  if (type !== JWT_BEARER) {
    const text = "The request body must contain the following parameter: 'client_assertion_type'.";
    return refuse(context, 400, "invalid_request", 900144, text);
  }
  const fault = findAssertionFault(context.estate, context.baseUrl, assertion, context.clock.now());
  return fault === undefined ? undefined : refuse(context, 401, "invalid_client", fault.code, fault.text);
}

function refuseTenant(context: EntraContext, tenant: string): Answer {
  const text = `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`;
  return refuse(context, 400, "invalid_request", 90002, text);
}

function refuse(context: EntraContext, status: number, error: string, code: number, text: string): Answer {
  const [traceId, correlationId] = [context.guids.next(), context.guids.next()];
  const timestamp = new Date(context.clock.now()).toISOString().replace("T", " ").replace(/\..*/, "Z");
  return answer(status, {
    error,
    error_description: `AADSTS${String(code)}: ${text} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `${context.baseUrl}/error?code=${String(code)}`,
  });
}
