import type { OperationFaults } from "./arm/handler.ts";
import { parseArmPath } from "./wire/arm-path.ts";

/** A disturbance: which requests it meets, and what it does to them. */
export interface Fault {
  readonly on: {
    /** The first matching request it meets, counted from 1. */
    readonly nth?: number;
    readonly method?: string;
    /**
     * Tested against the path without query; a text matches anywhere in it, case-blind. Without one the fault meets
     * requests to the resource manager only: logging in is disturbed by naming its path.
     */
    readonly path?: RegExp | string;
    readonly writesOnly?: boolean;
  };
  readonly do:
    | { readonly kind: "status"; readonly status: number; readonly code?: string; readonly retryAfter?: number }
    | { readonly kind: "reset" }
    | { readonly kind: "slow"; readonly ms: number }
    | { readonly kind: "truncate" }
    /** The write is answered and reported as done, and its rule is not there. */
    | { readonly kind: "lostRule" }
    | { readonly kind: "failOperation"; readonly code: string; readonly message: string }
    | { readonly kind: "stuckOperation" }
    | { readonly kind: "pollUrlWithoutApiVersion" }
    /** 500, answered after the request took effect. */
    | { readonly kind: "crashAfter" };
  /** How many requests it meets, one by default. */
  readonly times?: number;
}

export type FaultAction = Fault["do"];

/** Says which faults a request meets, counting the requests each fault matches. */
export class FaultPlan {
  readonly #faults: readonly Fault[];
  readonly #matches = new Map<Fault, number>();

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
  }

  meet(request: { readonly method: string; readonly path: string; readonly isWrite: boolean }): readonly FaultAction[] {
    return this.#faults.filter((fault) => matches(fault, request) && this.#isTurn(fault)).map((fault) => fault.do);
  }

  #isTurn(fault: Fault): boolean {
    const count = (this.#matches.get(fault) ?? 0) + 1;
    this.#matches.set(fault, count);
    const first = fault.on.nth ?? 1;
    return count >= first && count < first + (fault.times ?? 1);
  }
}

function matches(
  { on }: Fault,
  request: { readonly method: string; readonly path: string; readonly isWrite: boolean },
): boolean {
  if (on.method !== undefined && on.method.toUpperCase() !== request.method) return false;
  if (on.writesOnly === true && !request.isWrite) return false;
  if (on.path === undefined) return parseArmPath(request.path) !== undefined;
  return typeof on.path === "string"
    ? request.path.toLowerCase().includes(on.path.toLowerCase())
    : on.path.test(request.path);
}

/** What the met faults do to an operation the request begins. */
export function operationFaultsOf(actions: readonly FaultAction[]): OperationFaults {
  const failing = actions.find((action) => action.kind === "failOperation");
  const has = (kind: FaultAction["kind"]): boolean => actions.some((action) => action.kind === kind);
  return {
    isLost: has("lostRule"),
    isStuck: has("stuckOperation"),
    failure: failing === undefined ? undefined : { code: failing.code, message: failing.message },
    isPolledWithoutApiVersion: has("pollUrlWithoutApiVersion"),
  };
}
