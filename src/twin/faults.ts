import type { OperationFaults } from "./arm/handler.ts";
import { diceOf } from "./state/dice.ts";
import type { ArmPath } from "./wire/arm-path.ts";

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
    /** From 0 to 1: of the matching requests it meets about that part, the same ones in every run of one seed. */
    readonly probability?: number;
    /** A whole number; 1 without one. */
    readonly seed?: number;
  };
  readonly do:
    | {
        readonly kind: "status";
        readonly status: number;
        readonly code?: string;
        readonly message?: string;
        readonly retryAfter?: number;
      }
    | { readonly kind: "reset" }
    | { readonly kind: "slow"; readonly ms: number }
    | { readonly kind: "truncate" }
    /** The write is answered and reported as done, and its rule is not there. */
    | { readonly kind: "lostRule" }
    | { readonly kind: "failOperation"; readonly code: string; readonly message: string }
    | { readonly kind: "stuckOperation" }
    | { readonly kind: "pollUrlWithoutApiVersion" }
    /** 500, answered after the request took effect. */
    | { readonly kind: "crashAfter" }
    /**
     * The line goes dead, before or after the request took effect: no answer to it, nor to any other until the power is
     * back (`restorePower`, POST `/_twin/power`). The platform goes on all the while.
     */
    | { readonly kind: "powerCut"; readonly when: "before" | "after" };
  /** How many requests it meets: one by default, without end where a probability chooses. */
  readonly times?: number;
}

export type FaultAction = Fault["do"];

/** A request as far as a fault looks at it. */
interface DisturbedRequest {
  readonly method: string;
  readonly path: string;
  readonly armPath: ArmPath | undefined;
  readonly isWrite: boolean;
}

interface Count {
  readonly dice: () => number;
  matched: number;
  met: number;
}

/** Says which faults a request meets, counting the requests each fault matches. A list that grows is followed. */
export class FaultPlan {
  readonly #faults: readonly Fault[];
  readonly #counts = new Map<Fault, Count>();

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
  }

  meet(request: DisturbedRequest): readonly FaultAction[] {
    return this.#faults
      .filter((fault) => matches(fault, request) && isTurn(fault, this.#countOf(fault)))
      .map((fault) => fault.do);
  }

  #countOf(fault: Fault): Count {
    const count = this.#counts.get(fault) ?? { dice: diceOf(fault.on.seed ?? 1), matched: 0, met: 0 };
    this.#counts.set(fault, count);
    return count;
  }
}

function isTurn({ on, times }: Fault, count: Count): boolean {
  const { nth = 1, probability } = on;
  const most = times ?? (probability === undefined ? 1 : Number.POSITIVE_INFINITY);
  count.matched += 1;
  // The dice fall for every match, so that the same ones are met however many came before.
  const isChosen = probability === undefined || count.dice() < probability;
  if (count.matched < nth || !isChosen || count.met >= most) return false;
  count.met += 1;
  return true;
}

function matches({ on }: Fault, request: DisturbedRequest): boolean {
  if (on.method !== undefined && on.method.toUpperCase() !== request.method) return false;
  if (on.writesOnly === true && !request.isWrite) return false;
  if (on.path === undefined) return request.armPath !== undefined;
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

/** Whether the met faults keep the request from taking effect, and whether its answer gets through. */
export function deliveryOf(actions: readonly FaultAction[]): {
  readonly isLostBefore: boolean;
  readonly isLostAfter: boolean;
  readonly isPowerCut: boolean;
} {
  const cut = actions.find((action) => action.kind === "powerCut");
  return {
    isLostBefore: actions.some(({ kind }) => kind === "reset") || cut?.when === "before",
    isLostAfter: cut?.when === "after",
    isPowerCut: cut !== undefined,
  };
}
