import { behaviourWith } from "./behaviour.ts";
import type { Behaviour } from "./behaviour.ts";
import { answerArm } from "./arm/arm.ts";
import { wireForm } from "./arm/wire-form.ts";
import { metadataOf } from "./entra/clouds.ts";
import { answerGraph } from "./entra/graph.ts";
import { answerEntra } from "./entra/token-endpoint.ts";
import { credentialsOf, TokenIssuer } from "./entra/tokens.ts";
import type { Credentials } from "./entra/tokens.ts";
import type { ArmDocument, EstateDocument } from "./estate.ts";
import { FaultPlan } from "./faults.ts";
import type { Fault, FaultAction } from "./faults.ts";
import { plantUnknownFields } from "./rules/planted-fields.ts";
import { DocumentStore } from "./state/document-store.ts";
import type { Change } from "./state/document-store.ts";
import { Guids } from "./state/guids.ts";
import { OperationStore } from "./state/operation-store.ts";
import { RateLimit } from "./state/rate-limit.ts";
import { countRequests, isWriteRequest, loggedBody } from "./state/request-log.ts";
import type { LogEntry } from "./state/request-log.ts";
import { Timeline } from "./state/timeline.ts";
import type { Pace, TwinClock } from "./state/timeline.ts";
import type { World } from "./state/world.ts";
import { answer, ok } from "./wire/answer.ts";
import type { Answer } from "./wire/answer.ts";
import { keyOf, parseArmPath } from "./wire/arm-path.ts";
import { objectAt, parseJson } from "./wire/json-fields.ts";

export type { Behaviour } from "./behaviour.ts";
export type { Fault } from "./faults.ts";
export type { Change } from "./state/document-store.ts";
export type { LogEntry } from "./state/request-log.ts";
export type { Pace, TwinClock } from "./state/timeline.ts";

export interface TwinOptions {
  readonly estate: EstateDocument;
  /** Without one time stands still, at 2026-11-22 00:00 UTC. */
  readonly clock?: TwinClock;
  /** Instant by default. */
  readonly pace?: Pace;
  readonly behaviour?: Partial<Behaviour>;
  readonly faults?: readonly Fault[];
  /** Told after each change of state, whoever caused it. */
  readonly onChange?: (change: Change) => void;
}

export interface TwinRequest {
  readonly method: string;
  /** Absolute, or a path with its query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface TwinResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** A slow fault: what carries the response waits this long, in ms. */
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
}

const STILL: TwinClock = { now: () => Date.UTC(2026, 10, 22) };

/** A twin of an estate, without any transport: `serveTwin` puts it behind TLS. Throws for a clock pace without clock. */
export function createTwin(options: TwinOptions & { baseUrl: string }): Twin {
  const world = createWorld(options);
  const faults = new FaultPlan(options.faults ?? []);
  const session: Session = {
    world,
    tokens: new TokenIssuer(options.estate, world.clock),
    rateLimit: new RateLimit(world.clock),
  };
  const log: LogEntry[] = [];
  return {
    handle: async (request) => {
      const asked = readRequest(request, world);
      const actions = asked.path.startsWith("/_twin") ? [] : faults.meet(asked);
      const outcome = await answerWithFaults(session, asked, actions, log);
      const isReset = actions.some((action) => action.kind === "reset");
      if (!asked.path.startsWith("/_twin"))
        log.push(entryOf(asked, outcome, isReset ? 0 : outcome.answer.status, world));
      if (isReset) throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
      return toResponse(session, outcome.answer, actions);
    },
    log,
    estate: () => ({
      ...options.estate,
      resources: world.documents.all().map((document) => composed(world, document)),
    }),
    documents: () => world.documents.all(),
    credentials: credentialsOf(options.estate),
    advance: () => {
      world.timeline.settle();
    },
  };
}

interface Session {
  readonly world: World;
  readonly tokens: TokenIssuer;
  readonly rateLimit: RateLimit;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly query: URLSearchParams;
  readonly body: string | undefined;
  readonly isWrite: boolean;
  readonly authorization: string | undefined;
}

interface Outcome {
  readonly answer: Answer;
  readonly principal: string | undefined;
}

function createWorld(options: TwinOptions & { baseUrl: string }): World {
  const { estate, clock, pace = { kind: "instant" } } = options;
  if (pace.kind === "clock" && clock === undefined) throw new TypeError("the clock pace needs a clock");
  const time = clock ?? STILL;
  const behaviour = behaviourWith(options.behaviour);
  const resources = behaviour.plantUnknownFields ? estate.resources.map(plantUnknownFields) : estate.resources;
  return {
    estate,
    cloud: estate.cloud,
    baseUrl: options.baseUrl.replace(/\/$/, ""),
    behaviour,
    clock: time,
    guids: new Guids(keyOf(estate.hub)),
    documents: new DocumentStore(resources, options.onChange ?? (() => undefined)),
    timeline: new Timeline(pace, time),
    operations: new OperationStore(),
    ruleCreators: new Map(),
    assignmentTimes: new Map(),
    reads: new Map(),
    startedAt: time.now(),
  };
}

function readRequest(request: TwinRequest, world: World): Asked {
  const url = new URL(request.url, world.baseUrl);
  const method = request.method.toUpperCase();
  const path = decodePath(url.pathname);
  const authorization = Object.entries(request.headers).find(([name]) => name.toLowerCase() === "authorization")?.[1];
  const isWrite = isWriteRequest(method, path);
  return { method, path, search: url.search, query: url.searchParams, body: request.body, isWrite, authorization };
}

function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

async function answerWithFaults(
  session: Session,
  asked: Asked,
  actions: readonly FaultAction[],
  log: readonly LogEntry[],
): Promise<Outcome> {
  const nobody = { principal: undefined };
  if (actions.some((action) => action.kind === "reset")) return { answer: answer(0), ...nobody };
  const status = actions.find((action) => action.kind === "status");
  if (status !== undefined) {
    const headers: Readonly<Record<string, string>> =
      status.retryAfter === undefined ? {} : { "Retry-After": String(status.retryAfter) };
    const error = { code: status.code ?? "InternalServerError", message: "The server could not answer the request." };
    return { answer: answer(status.status, { error }, headers), ...nobody };
  }
  const outcome = await answerAny(session, asked, actions, log);
  if (!actions.some((action) => action.kind === "crashAfter")) return outcome;
  const error = { code: "InternalServerError", message: "The server encountered an internal error." };
  return { ...outcome, answer: answer(500, { error }) };
}

async function answerAny(
  session: Session,
  asked: Asked,
  actions: readonly FaultAction[],
  log: readonly LogEntry[],
): Promise<Outcome> {
  const { world } = session;
  if (parseArmPath(asked.path) !== undefined) return answerArm(session, asked, actions);
  const found = (await answerOutsideArm(session, asked)) ?? answerAboutTwin(world, asked, log);
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
  const form = new URLSearchParams(asked.body ?? "");
  return (
    (await answerGraph(entra, world.documents.all(), asked)) ??
    (await answerEntra(entra, asked.method, asked.path, form))
  );
}

function answerAboutTwin(world: World, asked: Asked, log: readonly LogEntry[]): Answer | undefined {
  switch (asked.method === "GET" ? asked.path : "") {
    case "/_twin/log":
      return ok(parseJson(JSON.stringify(log)) ?? []);
    case "/_twin/counts":
      return ok(countRequests(log));
    case "/_twin/estate":
      return ok({
        ...objectAt(parseJson(JSON.stringify(world.estate))),
        resources: world.documents.all().map((document) => composed(world, document)),
      });
    default:
      return undefined;
  }
}

/** A document as a GET answers it, but under its full id: a rule's wire id is no address. */
function composed(world: World, document: ArmDocument): ArmDocument {
  return { ...wireForm(world, document), id: document.id };
}

function entryOf(asked: Asked, outcome: Outcome, status: number, world: World): LogEntry {
  const { method, path, search, isWrite } = asked;
  const principal = outcome.principal === undefined ? {} : { principal: outcome.principal };
  return {
    ...{
      at: world.clock.now(),
      method,
      id: path,
      query: search.replace(/^\?/, ""),
      body: loggedBody(path, asked.body),
    },
    ...{ status, isWrite, ...principal },
  };
}

function toResponse({ world }: Session, given: Answer, actions: readonly FaultAction[]): TwinResponse {
  const text = given.body === undefined ? "" : JSON.stringify(given.body);
  const slow = actions.find((action) => action.kind === "slow");
  const isTruncated = actions.some((action) => action.kind === "truncate");
  const requestId = world.guids.next();
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
    ...(slow === undefined ? {} : { delayMs: slow.ms }),
    ...(isTruncated ? { fullLength: Buffer.byteLength(text) } : {}),
  };
}
