import type { ArmDocument, Json } from "../estate.ts";

export interface Grant {
  readonly assignment: ArmDocument;
  readonly scopeKey: string;
  readonly permissions: readonly Json[];
  readonly sets: readonly ActionSet[];
}

export interface Denial {
  readonly scopeKey: string;
  readonly isForChildren: boolean;
  readonly sets: readonly ActionSet[];
}

/** The actions of one permission object, in lower case. */
export interface ActionSet {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

/** What the documents grant a principal and deny it, acting yet or not. */
export interface Rights {
  /** Of the documents they were read from. */
  readonly revision: number;
  readonly grants: readonly Grant[];
  readonly denials: readonly Denial[];
}
