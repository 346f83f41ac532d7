import { answerAboutTwin, estateNow, isAboutTwin } from "./about-twin.ts";
import { answerRequest } from "./answer-request.ts";
import type { Outcome, Session } from "./answer-request.ts";
import { createWorld } from "./create-world.ts";
import type { WorldOptions } from "./create-world.ts";
import { credentialsOf, TokenIssuer } from "./entra/tokens.ts";
import type { Credentials } from "./entra/tokens.ts";
import type { ArmDocument, EstateDocument } from "./estate.ts";
import { deliveryOf, FaultPlan } from "./faults.ts";
import type { Fault, FaultAction } from "./faults.ts";
import { readRequest } from "./request.ts";
import type { Asked, TwinRequest } from "./request.ts";
import { RateLimit } from "./state/rate-limit.ts";
import { loggedBody } from "./state/request-log.ts";
import type { LogEntry } from "./state/request-log.ts";
import type { Answer } from "./wire/answer.ts";

export type { Behaviour } from "./behaviour.ts";
export type { Fault } from "./faults.ts";
export type { TwinRequest } from "./request.ts";
export type { Change } from "./state/document-store.ts";
export type { LogEntry } from "./state/request-log.ts";
export type { Pace, TwinClock } from "./state/timeline.ts";

/** What a twin is made of, but for where it says it is. */
export interface TwinOptions extends Omit<WorldOptions, "baseUrl"> {
  readonly faults?: readonly Fault[];
  /** How long every answer takes besides, in ms. */
  readonly latencyMs?: number;
}

export interface TwinResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What carries the response waits this long, in ms: the latency, and a slow fault. */
  readonly delayMs?: number;
  /** A truncate fault: the body is cut; what carries the response announces the full length and hangs up. */
  readonly fullLength?: number;
}

export interface Twin {
  /** Answers one request. Rejects with code ECONNRESET only where a fault says so. */
  handle(request: TwinRequest): Promise<TwinResponse>;
  readonly log: readonly LogEntry[];
  /** The estate as it is now, in the form a GET answers: a twin can be served from it again. */
  estate(): EstateDocument;
  /** The documents as they are kept, children apart from their parents. */
  documents(): readonly ArmDocument[];
  readonly credentials: Credentials;
  /** Lets due platform events happen without a request. */
  advance(): void;
  /** By the clock, lets due platform events happen without a request; under the other paces only looks do. */
  keepTime(): void;
  /** Ends a power cut: requests are answered again. */
  restorePower(): void;
}

/** A twin of an estate, without any transport: `serveTwin` puts it behind TLS. Throws for a clock pace without clock. */
export function createTwin(options: TwinOptions & { baseUrl: string }): Twin {
  const world = createWorld(options);
  const faults = new FaultPlan(options.faults ?? []);
  const rateLimit = new RateLimit(world.clock);
  const session: Session = { world, tokens: new TokenIssuer(options.estate, world.clock), rateLimit };
  const log: LogEntry[] = [];
  const power = { isOn: true };
  const respond = (given: Answer, actions: readonly FaultAction[]): TwinResponse =>
    toResponse(session, given, actions, options.latencyMs ?? 0);
  return {
    handle: async (request) => {
      const asked = readRequest(request, world.baseUrl);
      if (isAboutTwin(asked)) return respond(answerAboutTwin({ world, log, power }, asked), []);
      if (!power.isOn) throw hangUp();
      const actions = faults.meet(asked);
      const { isLostBefore, isLostAfter, isPowerCut } = deliveryOf(actions);
      if (isPowerCut) power.isOn = false;
      const outcome = await answerRequest(session, asked, actions);
      const isLost = isLostBefore || isLostAfter;
      log.push(entryOf(session, asked, outcome, isLost ? 0 : outcome.answer.status));
      if (isLost) throw hangUp();
      return respond(outcome.answer, actions);
    },
    log,
    estate: () => estateNow(world),
    documents: () => world.documents.all(),
    credentials: credentialsOf(options.estate),
    advance: () => {
      world.timeline.settle();
    },
    keepTime: () => {
      if (world.timeline.isByClock) world.timeline.settle();
    },
    restorePower: () => {
      power.isOn = true;
    },
  };
}

function hangUp(): Error {
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}

function entryOf({ world }: Session, asked: Asked, outcome: Outcome, status: number): LogEntry {
  const { method, path, search, isWrite, body } = asked;
  return {
    ...{ at: world.clock.now(), method, id: path, query: search.replace(/^\?/, ""), body: loggedBody(path, body) },
    ...{ status, isWrite },
    ...(outcome.principal === undefined ? {} : { principal: outcome.principal }),
  };
}

function toResponse(
  { world }: Session,
  given: Answer,
  actions: readonly FaultAction[],
  latencyMs: number,
): TwinResponse {
  const text = given.body === undefined ? "" : JSON.stringify(given.body);
  const slow = actions.find((action) => action.kind === "slow");
  const isTruncated = actions.some((action) => action.kind === "truncate");
  const requestId = world.guids.next();
  const delayMs = latencyMs + (slow?.ms ?? 0);
  return {
    status: given.status,
    headers: {
      ...(text === "" ? {} : { "Content-Type": "application/json; charset=utf-8" }),
      "Cache-Control": "no-cache",
      "x-ms-request-id": requestId,
      "x-ms-correlation-request-id": requestId,
      ...given.headers,
    },
    body: isTruncated ? text.slice(0, Math.floor(text.length / 2)) : text,
    ...(delayMs === 0 ? {} : { delayMs }),
    ...(isTruncated ? { fullLength: Buffer.byteLength(text) } : {}),
  };
}
