import type { Json } from "../estate.ts";

/** How an operation is announced and answers its polls: one name for each service's way. */
export type PollStyle =
  "machineLearning" | "locationOnly" | "registryConnection" | "registry" | "network" | "networkDelete" | "privateDns";

export interface OperationError {
  readonly code: string;
  readonly message: string;
}

/** A long-running operation. */
export interface Operation {
  readonly id: string;
  /** Where its status is polled, without query. */
  readonly path: string;
  /** Where its result is polled: the same path in some services. */
  readonly resultPath: string;
  readonly style: PollStyle;
  readonly what: string;
  /** What belongs together: writes to one hub's rules, for instance. */
  readonly subject: string;
  /** The one resource it writes. */
  readonly target: string;
  readonly signature: string | undefined;
  /** Overtaken by another write to the same subject: it reports success and has no effect. */
  isLost: boolean;
  status: "InProgress" | "Succeeded" | "Failed";
  error: OperationError | undefined;
  result: Json | undefined;
}

/** The operations begun so far, by the paths they are polled at. */
export class OperationStore {
  readonly #operations = new Map<string, Operation>();

  add(operation: Operation): void {
    this.#operations.set(operation.path.toLowerCase(), operation);
    this.#operations.set(operation.resultPath.toLowerCase(), operation);
  }

  at(path: string): Operation | undefined {
    return this.#operations.get(path.toLowerCase());
  }

  running(what: string, subject: string): readonly Operation[] {
    const same = subject.toLowerCase();
    return [...new Set(this.#operations.values())].filter(
      (operation) =>
        operation.what === what && operation.subject.toLowerCase() === same && operation.status === "InProgress",
    );
  }
}
