import type { PipelineResponse } from "@azure/core-rest-pipeline";

import { parseAzureError } from "./azure-error.ts";
import type { AzureError } from "./azure-error.ts";

/** One answer of ARM as it came, its body as plain JSON. */
export interface Answer {
  readonly status: number;
  /** Case-blind. */
  header(name: string): string | undefined;
  /** Undefined where the body is empty. */
  readonly body: unknown;
  readonly correlationId: string | undefined;
  /** What an error body says; undefined for 2xx and for a body that is none. */
  readonly error: AzureError | undefined;
}

/** What came of sending one request once. `lost`: no answer, or one that broke off. */
export type Sent =
  | { readonly is: "answer"; readonly answer: Answer }
  | { readonly is: "lost"; readonly why: string; readonly cause: unknown };

/** A 2xx whose body is not JSON counts as lost: it is a proxy's page, or it was cut short. */
export function readAnswer(response: PipelineResponse): Sent {
  const isGood = response.status < 300;
  const text = response.bodyAsText ?? "";
  const parsed = parseBody(text);
  if (!parsed.isJson && isGood) {
    return { is: "lost", why: `the answer (${response.status}) is not whole JSON`, cause: undefined };
  }
  const header = (name: string): string | undefined => response.headers.get(name);
  const correlationId = header("x-ms-correlation-request-id") ?? header("x-ms-request-id");
  const error = isGood ? undefined : parseAzureError(parsed.value);
  return { is: "answer", answer: { status: response.status, header, body: parsed.value, correlationId, error } };
}

function parseBody(text: string): { readonly isJson: boolean; readonly value: unknown } {
  if (text.trim() === "") return { isJson: true, value: undefined };
  try {
    return { isJson: true, value: JSON.parse(text) };
  } catch {
    return { isJson: false, value: undefined };
  }
}
