import { z } from "zod";
import { clip } from "../../src/report/markdown/escape.ts";
import type { Trouble } from "./github-error.ts";

type Headers = Readonly<Record<string, string | undefined>>;

/** What octokit throws; without `response` nothing came back, whatever `status` says. */
const thrown = z.looseObject({
  response: z.looseObject({ headers: z.record(z.string(), z.string()), data: z.unknown().optional() }).optional(),
  status: z.number().optional(),
  message: z.string(),
  cause: z.unknown().optional(),
});
const body = z.looseObject({ message: z.string(), errors: z.array(z.unknown()).optional() });
const detail = z.looseObject({ message: z.string() });

/** GitHub says to wait a minute where it doesn't say how long. */
const unsaidWaitMs = 60_000;
const longestMessage = 300;

/** Reads what a failed request threw. `now` in milliseconds since the epoch. */
export function readTrouble(error: unknown, now: number): Trouble {
  const parsed = thrown.safeParse(error);
  if (!parsed.success) return { is: "strange", what: String(error) };
  const { response, status = 0, message, cause } = parsed.data;
  if (response === undefined) return readBroken(message, cause);
  return readAnswer(status, response.headers, response.data, now);
}

function readBroken(message: string, cause: unknown): Trouble {
  if (cause instanceof Error && cause.name === "TimeoutError") return { is: "slow" };
  return { is: "unreachable", how: message };
}

/** Reads an answer that says no. */
export function readAnswer(status: number, headers: Headers, data: unknown, now: number): Trouble {
  const message = readMessage(data);
  const waitMs = readWait(headers, now);
  const isLimited = status === 429 || (status === 403 && (waitMs !== undefined || /rate limit/i.test(message)));
  if (isLimited) return { is: "limited", waitMs: waitMs ?? unsaidWaitMs };
  return { is: "answered", status, message, waitMs };
}

/** How long GitHub asks to wait: by `retry-after`, or until the hour's quota is given again. */
function readWait(headers: Headers, now: number): number | undefined {
  const seconds = Number(headers["retry-after"] ?? "none");
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  if (headers["x-ratelimit-remaining"] !== "0") return undefined;
  const reset = Number(headers["x-ratelimit-reset"] ?? "none");
  return Number.isFinite(reset) ? Math.max(0, reset * 1_000 - now) : unsaidWaitMs;
}

function readMessage(data: unknown): string {
  const parsed = body.safeParse(data);
  if (!parsed.success) return "";
  const details = (parsed.data.errors ?? []).flatMap((e) => {
    const said = detail.safeParse(e);
    return said.success ? [said.data.message] : [];
  });
  return clip([parsed.data.message, ...details].join("; "), longestMessage);
}
