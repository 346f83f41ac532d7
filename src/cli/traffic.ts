import type { RequestEvent } from "../azure/requests.ts";
import type { RunInput } from "../runbook/runbook.ts";

type Total = ReturnType<RunInput["traffic"]>;

export interface Traffic {
  readonly count: (event: RequestEvent) => void;
  /** A counter that begins now. */
  readonly fromHere: () => () => Total;
}

/** Support asks for these; the newest tell most. */
const keptIds = 50;

/** Counts requests, and keeps the correlation ids of writes and of answers that were errors. */
export function createTraffic(): Traffic {
  let requests = 0;
  let throttled = 0;
  const ids: string[] = [];
  return {
    count: (event) => {
      requests += 1;
      if (event.throttled) throttled += 1;
      if (event.correlationId !== undefined && isWorthKeeping(event)) ids.push(event.correlationId);
    },
    fromHere: () => {
      const begun = { requests, throttled, ids: ids.length };
      return () => ({
        requests: requests - begun.requests,
        throttled: throttled - begun.throttled,
        correlationIds: ids.slice(begun.ids).slice(-keptIds),
      });
    },
  };
}

/** A 404 on a read is an answer like any other. */
function isWorthKeeping({ method, status = 0 }: RequestEvent): boolean {
  return method !== "GET" || (status >= 400 && status !== 404);
}
