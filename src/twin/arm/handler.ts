import type { Json } from "../estate.ts";
import type { Caller } from "../entra/tokens.ts";
import type { Access } from "../rules/access.ts";
import type { Conditions } from "../rules/conditions.ts";
import type { World } from "../state/world.ts";
import type { Answer } from "../wire/answer.ts";
import type { ArmPath } from "../wire/arm-path.ts";

/** What the request's faults do to an operation it begins. */
export interface OperationFaults {
  readonly isLost: boolean;
  readonly isStuck: boolean;
  readonly failure: { readonly code: string; readonly message: string } | undefined;
  readonly isPolledWithoutApiVersion: boolean;
}

/** One admitted request: who, what, on which world. */
export interface HandlerContext {
  readonly world: World;
  readonly method: string;
  readonly path: ArmPath;
  readonly query: URLSearchParams;
  readonly body: Json | undefined;
  readonly conditions: Conditions;
  readonly caller: Caller;
  readonly access: Access;
  readonly apiVersion: string;
  readonly faults: OperationFaults;
}

/**
 * What an operation's behaviour is known from, best first. `docs/twin-coverage.md` shows it.
 * - recording: real traffic with this operation was held against the twin
 * - spec: the public API specification says so
 * - document: Microsoft's documentation says so
 * - not confirmed: a plausible reading
 */
export type Confirmation = "recording" | "spec" | "document" | "not confirmed";

/**
 * One operation the twin serves, free of any transport. `path` is the pattern below the provider, names as `*`
 * (`Microsoft.KeyVault/vaults/*`); api-versions are those of the type, or its provider, in the one table.
 */
export interface Handler {
  readonly method: string;
  readonly path: string;
  readonly confirmedBy: Confirmation;
  /** What of it is not confirmed, or is left out. */
  readonly remark?: string;
  handle(context: HandlerContext): Answer;
}
