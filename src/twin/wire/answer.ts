import type { Json } from "../estate.ts";

/** What a handler answers: transport-free. A body of undefined is an empty one. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json | undefined;
}

/** 200 with a body. */
export function ok(body: Json): Answer {
  return { status: 200, headers: {}, body };
}

/** Any status, with optional body and headers. */
export function answer(status: number, body?: Json, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body };
}
