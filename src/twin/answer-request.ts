import { answerArm } from "./arm/arm.ts";
import { metadataOf } from "./entra/clouds.ts";
import { answerGraph } from "./entra/microsoft-graph.ts";
import { answerEntra } from "./entra/token-endpoint.ts";
import type { TokenIssuer } from "./entra/tokens.ts";
import { deliveryOf } from "./faults.ts";
import type { FaultAction } from "./faults.ts";
import type { Asked } from "./request.ts";
import type { RateLimit } from "./state/rate-limit.ts";
import type { World } from "./state/world.ts";
import { answer, ok } from "./wire/answer.ts";
import type { Answer } from "./wire/answer.ts";

/** What answers over requests: the world, who may ask, and how often. */
export interface Session {
  readonly world: World;
  readonly tokens: TokenIssuer;
  readonly rateLimit: RateLimit;
}

export interface Outcome {
  readonly answer: Answer;
  readonly principal: string | undefined;
}

/** Answers a request as Azure would, disturbed by the faults it meets. One that is lost has no effect. */
export async function answerRequest(session: Session, asked: Asked, actions: readonly FaultAction[]): Promise<Outcome> {
  if (deliveryOf(actions).isLostBefore) return { answer: answer(0), principal: undefined };
  const refusal = refusalIn(actions);
  if (refusal !== undefined) return { answer: refusal, principal: undefined };
  const outcome = await answerUndisturbed(session, asked, actions);
  if (!actions.some(({ kind }) => kind === "crashAfter")) return outcome;
  const error = { code: "InternalServerError", message: "The server encountered an internal error." };
  return { ...outcome, answer: answer(500, { error }) };
}

function refusalIn(actions: readonly FaultAction[]): Answer | undefined {
  const fault = actions.find((action) => action.kind === "status");
  if (fault === undefined) return undefined;
  const error = {
    code: fault.code ?? codeOf(fault.status),
    message: fault.message ?? "The server could not answer the request.",
  };
  return answer(
    fault.status,
    { error },
    fault.retryAfter === undefined ? {} : { "Retry-After": String(fault.retryAfter) },
  );
}

function codeOf(status: number): string {
  if (status === 429) return "TooManyRequests";
  return status === 503 ? "ServiceUnavailable" : "InternalServerError";
}

async function answerUndisturbed(session: Session, asked: Asked, actions: readonly FaultAction[]): Promise<Outcome> {
  if (asked.armPath !== undefined) return answerArm(session, { ...asked, armPath: asked.armPath }, actions);
  const found = await answerOutsideArm(session, asked);
  const missing = answer(404, { error: { code: "NotFound", message: `Nothing is served at ${asked.path}.` } });
  return { answer: found ?? missing, principal: undefined };
}

async function answerOutsideArm({ world, tokens }: Session, asked: Asked): Promise<Answer | undefined> {
  if (asked.method === "GET" && asked.path.toLowerCase() === "/metadata/endpoints") {
    const document = metadataOf(world.cloud, world.baseUrl, world.estate.tenantId);
    // Older api-versions answer a list of clouds, 2022-09-01 the one object.
    return ok((asked.query.get("api-version") ?? "") >= "2022" ? document : [document]);
  }
  const { estate, baseUrl, clock, guids, behaviour } = world;
  const entra = { estate, baseUrl, clock, guids, tokens, tokenLifetimeMs: behaviour.tokenLifetime };
  const graph = await answerGraph(entra, world.documents.all(), asked);
  return graph ?? answerEntra(entra, asked.method, asked.path, new URLSearchParams(asked.body ?? ""));
}
