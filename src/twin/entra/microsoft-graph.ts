import type { ArmDocument, Json, JsonObject } from "../estate.ts";
import { answer, ok } from "../wire/answer.ts";
import type { Answer } from "../wire/answer.ts";
import { listAt, parseJson, sameText, textsOf } from "../wire/json-fields.ts";
import { graphAudiencesOf, graphUrlOf } from "./clouds.ts";
import { principalsOf } from "./principals.ts";
import type { Principal } from "./principals.ts";
import type { EntraContext } from "./token-endpoint.ts";
import { isRefusal } from "./tokens.ts";
import type { TokenRefusal } from "./tokens.ts";
import { lastNameOf } from "../wire/arm-path.ts";

export interface GraphRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string | undefined;
  readonly authorization: string | undefined;
}

/** Graph's texts for a token it does not take. */
const REFUSALS: Readonly<Record<TokenRefusal, string>> = {
  missing: "Access token is empty.",
  expired: "Lifetime validation failed, the token is expired.",
  audience: "Access token validation failure. Invalid audience.",
  invalid: "Access token validation failure. Invalid signature.",
};

/**
 * The little of Microsoft Graph that Azure's tools ask to put names to object ids; undefined for a path outside of
 * Graph. Every caller may read the directory: an estate says nothing of rights in Entra.
 */
export async function answerGraph(
  context: EntraContext,
  resources: readonly ArmDocument[],
  request: GraphRequest,
): Promise<Answer | undefined> {
  const route = /^\/graph\/v1\.0\/(.*?)\/?$/i.exec(request.path)?.[1];
  if (route === undefined) return undefined;
  const caller = await context.tokens.read(
    request.authorization,
    graphAudiencesOf(context.estate.cloud, context.baseUrl),
  );
  if (isRefusal(caller)) return graphError(context, 401, "InvalidAuthenticationToken", REFUSALS[caller]);
  const principals = principalsOf(context.estate, resources);
  const found = GRAPH_ROUTES.find(({ method, path }) => method === request.method && matches(path, route));
  if (found !== undefined) return found.handle({ context, principals, request, name: lastNameOf(route) });
  return graphError(context, 400, "BadRequest", `Resource not found for the segment '${route}'.`);
}

interface GraphCall {
  readonly context: EntraContext;
  readonly principals: readonly Principal[];
  readonly request: GraphRequest;
  /** The last segment of the path. */
  readonly name: string;
}

/** An operation of Graph, below its version; a name as `{}`. */
interface GraphRoute {
  readonly method: string;
  readonly path: string;
  handle(call: GraphCall): Answer;
}

/** What is served of Graph. */
export const GRAPH_ROUTES: readonly GraphRoute[] = [
  {
    ...{ method: "POST", path: "directoryObjects/getByIds" },
    handle: ({ context, principals, request }) => getByIds(context, principals, request.body),
  },
  {
    ...{ method: "GET", path: "servicePrincipals" },
    handle: ({ context, principals, request }) =>
      listServicePrincipals(context, principals, request.query.get("$filter") ?? ""),
  },
  {
    ...{ method: "GET", path: "servicePrincipals/{}" },
    handle: ({ context, principals, name }) => getServicePrincipal(context, principals, name),
  },
];

function matches(pattern: string, route: string): boolean {
  const [wanted, asked] = [pattern.split("/"), route.split("/")];
  return (
    wanted.length === asked.length && wanted.every((segment, at) => segment === "{}" || sameText(segment, asked[at]))
  );
}

/** Ids nobody has are left out of the answer, without an error. */
function getByIds(context: EntraContext, principals: readonly Principal[], body: string | undefined): Answer {
  const ids = textsOf(listAt(readBody(body), "ids"));
  if (ids.length === 0) return graphError(context, 400, "Request_BadRequest", "Invalid value specified for 'ids'.");
  const found = principals.filter(({ objectId }) => ids.some((id) => sameText(id, objectId)));
  const value = found.map((principal) => ({
    "@odata.type": "#microsoft.graph.servicePrincipal",
    ...principalForm(principal),
  }));
  return ok({ "@odata.context": contextUrl(context, "directoryObjects"), value });
}

function readBody(body: string | undefined): Json | undefined {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}

/** By application id or name, as tools ask; any other filter is refused, never ignored. */
function listServicePrincipals(context: EntraContext, principals: readonly Principal[], filter: string): Answer {
  const byAppId = /^(?:appId eq '([^']*)'|servicePrincipalNames\/any\((\w+):\s*\2 eq '([^']*)'\))$/i.exec(filter);
  if (filter !== "" && byAppId === null) {
    return graphError(
      context,
      400,
      "Request_UnsupportedQuery",
      "Unsupported or invalid query filter clause specified for resource 'ServicePrincipal'.",
    );
  }
  const appId = byAppId?.[1] ?? byAppId?.[3];
  const value = principals.filter((principal) => appId === undefined || sameText(principal.appId, appId));
  return ok({ "@odata.context": contextUrl(context, "servicePrincipals"), value: value.map(principalForm) });
}

function getServicePrincipal(context: EntraContext, principals: readonly Principal[], objectId: string): Answer {
  const found = principals.find((principal) => sameText(principal.objectId, objectId));
  if (found === undefined) {
    const message = `Resource '${objectId}' does not exist or one of its queried reference-property objects are not present.`;
    return graphError(context, 404, "Request_ResourceNotFound", message);
  }
  return ok({ "@odata.context": contextUrl(context, "servicePrincipals/$entity"), ...principalForm(found) });
}

function principalForm({ objectId, appId, displayName, resourceId }: Principal): JsonObject {
  const isIdentity = resourceId !== undefined;
  return {
    id: objectId,
    deletedDateTime: null,
    accountEnabled: true,
    alternativeNames: isIdentity ? ["isExplicit=False", resourceId] : [],
    appDisplayName: isIdentity ? null : displayName,
    appId,
    displayName,
    servicePrincipalNames: [appId],
    servicePrincipalType: isIdentity ? "ManagedIdentity" : "Application",
  };
}

function contextUrl({ baseUrl }: EntraContext, what: string): string {
  return `${graphUrlOf(baseUrl)}/v1.0/$metadata#${what}`;
}

/** Graph's error form; its date has neither zone nor fraction. */
function graphError(context: EntraContext, status: number, code: string, message: string): Answer {
  const requestId = context.guids.next();
  const date = new Date(context.clock.now()).toISOString().replace(/\..*/, "");
  const innerError = { date, "request-id": requestId, "client-request-id": requestId };
  return answer(status, { error: { code, message, innerError } });
}
