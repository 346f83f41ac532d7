import type { Behaviour } from "../behaviour.ts";
import type { Rights } from "./rights.ts";
import type { QueryReader } from "../graph/query-reader.ts";
import type { CloudName, EstateDocument } from "../estate.ts";
import type { DocumentStore } from "./document-store.ts";
import type { GraphQuota } from "./graph-quota.ts";
import type { Guids } from "./guids.ts";
import type { OperationStore } from "./operation-store.ts";
import type { Timeline, TwinClock } from "./timeline.ts";

/** Everything the handlers know and change. One a twin; nothing of it outlives the twin. */
export interface World {
  readonly estate: EstateDocument;
  readonly cloud: CloudName;
  readonly baseUrl: string;
  readonly behaviour: Behaviour;
  readonly clock: TwinClock;
  readonly guids: Guids;
  readonly documents: DocumentStore;
  /** What Resource Graph knows: the documents themselves, or those of the start. */
  readonly graphDocuments: DocumentStore;
  readonly graphQuota: GraphQuota;
  readonly queryReader: QueryReader;
  readonly timeline: Timeline;
  readonly operations: OperationStore;
  /** Who made a rule, by the rule's key: needed when its connection comes up for approval. */
  readonly ruleCreators: Map<string, string>;
  /** When a role assignment made here shows in lists and acts, by its key. */
  readonly assignmentTimes: Map<string, { readonly shownAt: number; readonly actsAt: number }>;
  /** What each principal may do, by its object id, as of a revision of the documents. */
  readonly rights: Map<string, Rights>;
  /** Reads so far of things that change with being read, by what is counted. */
  readonly reads: Map<string, number>;
  readonly startedAt: number;
}

/** Counts one read and says how many there were before it. */
export function countRead(world: World, what: string): number {
  const before = world.reads.get(what) ?? 0;
  world.reads.set(what, before + 1);
  return before;
}

/** The twin's time in the form most of Azure's documents have. */
export function timestampOf(world: World): string {
  return new Date(world.clock.now()).toISOString();
}
