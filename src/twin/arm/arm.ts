import type { TokenIssuer } from "../entra/tokens.ts";
import type { Caller } from "../entra/tokens.ts";
import { operationFaultsOf } from "../faults.ts";
import type { FaultAction } from "../faults.ts";
import { accessOf } from "../rules/access.ts";
import { countDatastoreLook } from "../rules/late-datastores.ts";
import type { RateLimit } from "../state/rate-limit.ts";
import type { World } from "../state/world.ts";
import type { Answer } from "../wire/answer.ts";
import { armError, armErrorWith, ArmError } from "../wire/arm-error.ts";
import { isResource } from "../wire/arm-path.ts";
import type { ArmPath } from "../wire/arm-path.ts";
import { parseJson } from "../wire/json-fields.ts";
import { admit, admitApiVersion } from "./gateway.ts";
import { findHandler } from "./handlers.ts";
import type { HandlerContext } from "./handler.ts";
import type { Conditions } from "../rules/conditions.ts";
import { answerPoll } from "./operation.ts";

/** What the resource manager keeps over requests. */
export interface ArmSession {
  readonly world: World;
  readonly tokens: TokenIssuer;
  readonly rateLimit: RateLimit;
}

export interface ArmRequest {
  readonly method: string;
  readonly armPath: ArmPath;
  readonly query: URLSearchParams;
  readonly body: string | undefined;
  readonly conditions: Conditions;
  readonly authorization: string | undefined;
}

/** Answers a request to the resource manager, errors included, and says who asked. */
export async function answerArm(
  session: ArmSession,
  request: ArmRequest,
  actions: readonly FaultAction[],
): Promise<{ readonly answer: Answer; readonly principal: string | undefined }> {
  let principal: string | undefined;
  try {
    const caller = await session.tokens.verify(request.authorization, session.world.baseUrl);
    principal = caller.objectId;
    const limit = drawToken(session, request, caller);
    const given = answerOrError(() => dispatch(session.world, request, actions, caller));
    return { answer: { ...given, headers: { ...limit, ...given.headers } }, principal };
  } catch (cause) {
    if (cause instanceof ArmError) return { answer: cause.answer, principal };
    throw cause;
  }
}

function answerOrError(make: () => Answer): Answer {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof ArmError) return cause.answer;
    throw cause;
  }
}

function drawToken({ world, rateLimit }: ArmSession, request: ArmRequest, caller: Caller): Record<string, string> {
  const path = request.armPath;
  const { headers, retryAfter } = rateLimit.take({ method: request.method, path, principal: caller.objectId });
  if (retryAfter === undefined || !world.behaviour.throttling) return headers;
  const text = `Number of requests for subscription '${path.subscriptionId ?? "tenant"}' and operation '${request.method}' exceeded the backend storage limit. Please try again after '${String(retryAfter)}' seconds.`;
  throw armErrorWith(429, { ...headers, "Retry-After": String(retryAfter) }, "TooManyRequests", text);
}

function dispatch(world: World, request: ArmRequest, actions: readonly FaultAction[], caller: Caller): Answer {
  const { method, query, armPath: path } = request;
  const apiVersion = admitApiVersion(path, query);
  world.timeline.settleOrLook(method, path.id);
  const polled = method === "GET" ? answerPoll(world, path.id, query) : undefined;
  if (polled !== undefined) return polled;
  const context: HandlerContext = {
    ...{ world, method, path, query, caller, apiVersion },
    body: readBody(request.body),
    conditions: request.conditions,
    access: accessOf(world, caller.objectId),
    faults: operationFaultsOf(actions),
  };
  admit(context);
  if (method === "GET") countDatastoreLook(world, path.id);
  const handle = findHandler(method, path);
  if (handle === undefined) throw notServed(method, path);
  return handle(context);
}

function readBody(text: string | undefined): ReturnType<typeof parseJson> {
  try {
    return parseJson(text);
  } catch {
    throw armError(400, "InvalidRequestContent", "The request content was invalid and could not be deserialized.");
  }
}

/** Real ARM would serve it; the twin says that it does not, and never pretends. */
function notServed(method: string, path: ArmPath): ArmError {
  const what = isResource(path) ? "resource" : "collection or action";
  return armError(501, "NotServedByTwin", `The twin does not serve ${method} of the ${what} ${path.pattern}.`);
}
