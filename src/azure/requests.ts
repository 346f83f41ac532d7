import { createHttpHeaders, createPipelineRequest } from "@azure/core-rest-pipeline";
import type { HttpMethods, PipelineRequest } from "@azure/core-rest-pipeline";

import { RunError } from "../errors.ts";
import type { Clock } from "../ports.ts";
import { readAnswer } from "./answer.ts";
import type { Sent } from "./answer.ts";
import type { SendRaw } from "./clients.ts";
import { describeFault } from "./faults.ts";
import { namespaceOf } from "./versions.ts";

/** What a run tells about each request it made: no query (poll URLs carry signatures), no body, no token. */
export interface RequestEvent {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  /** Undefined where no answer came. */
  readonly status: number | undefined;
  readonly ms: number;
  readonly correlationId: string | undefined;
  readonly throttled: boolean;
}

export interface RequestOptions {
  readonly sendRaw: SendRaw;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
}

/** Sends one request once and tells about it. Throws RunError for a cancelled run, a failed sign-in, an untrusted certificate. */
export type SendOnce = (method: HttpMethods, url: URL, body?: unknown) => Promise<Sent>;

/** Writes to Machine Learning have been seen to take most of a minute before their first answer. */
const timeoutMs = 120_000;

export function createRequests(options: RequestOptions): SendOnce {
  return async (method, url, body) => {
    const startedAt = options.clock.now();
    const sent = await exchange(options, method, url, body);
    const answer = sent.is === "answer" ? sent.answer : undefined;
    options.onRequest?.({
      method,
      host: url.host,
      path: url.pathname,
      status: answer?.status,
      ms: options.clock.now() - startedAt,
      correlationId: answer?.correlationId,
      throttled: answer?.status === 429,
    });
    return sent;
  };
}

async function exchange(options: RequestOptions, method: HttpMethods, url: URL, body: unknown): Promise<Sent> {
  // Some HTTP clients notice an abort only while waiting, not one that came before.
  if (isCancelled(options)) throw new RunError("SFH905", "Cancelled.");
  try {
    return readAnswer(await options.sendRaw(namespaceOf(url.pathname), pipelineRequest(options, method, url, body)));
  } catch (error) {
    if (error instanceof RunError) throw error;
    if (isCancelled(options)) throw new RunError("SFH905", "Cancelled.", { cause: error });
    const fault = describeFault(error);
    if (fault.kind === "connection") return { is: "lost", why: fault.why, cause: error };
    const code = fault.kind === "sign-in" ? "SFH906" : "SFH907";
    const what = fault.kind === "sign-in" ? "Signing in failed" : `${url.host} can't be asked`;
    throw new RunError(code, `${what}: ${fault.why}`, {
      ...(fault.fix === undefined ? {} : { fix: fault.fix }),
      cause: error,
    });
  }
}

function isCancelled(options: RequestOptions): boolean {
  return options.signal?.aborted === true;
}

function pipelineRequest(options: RequestOptions, method: HttpMethods, url: URL, body: unknown): PipelineRequest {
  const headers = createHttpHeaders({ accept: "application/json" });
  if (body !== undefined) headers.set("content-type", "application/json; charset=utf-8");
  return createPipelineRequest({
    url: url.href,
    method,
    headers,
    timeout: timeoutMs,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(options.signal === undefined ? {} : { abortSignal: options.signal }),
  });
}
