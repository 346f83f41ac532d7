import { behaviourWith } from "./behaviour.ts";
import type { Behaviour } from "./behaviour.ts";
import type { EstateDocument } from "./estate.ts";
import { QueryReader } from "./graph/query-reader.ts";
import { plantUnknownFields } from "./rules/planted-fields.ts";
import { DocumentStore } from "./state/document-store.ts";
import type { Change } from "./state/document-store.ts";
import { GraphQuota } from "./state/graph-quota.ts";
import { Guids } from "./state/guids.ts";
import { OperationStore } from "./state/operation-store.ts";
import { Timeline } from "./state/timeline.ts";
import type { Pace, TwinClock } from "./state/timeline.ts";
import type { World } from "./state/world.ts";
import { keyOf } from "./wire/arm-path.ts";

/** What a twin's world is made of. */
export interface WorldOptions {
  readonly estate: EstateDocument;
  /** Where the twin says it is. */
  readonly baseUrl: string;
  /** Without one time stands still, at 2026-11-22 00:00 UTC. */
  readonly clock?: TwinClock;
  /** Instant by default. */
  readonly pace?: Pace;
  readonly behaviour?: Partial<Behaviour>;
  /** Told after each change of state, whoever caused it. */
  readonly onChange?: (change: Change) => void;
}

const STILL: TwinClock = { now: () => Date.UTC(2026, 10, 22) };

/** The world as the estate describes it. Throws for a clock pace without a clock. */
export function createWorld(options: WorldOptions): World {
  const { estate, clock, pace = { kind: "instant" } } = options;
  if (pace.kind === "clock" && clock === undefined) throw new TypeError("the clock pace needs a clock");
  const time = clock ?? STILL;
  const behaviour = behaviourWith(options.behaviour);
  const resources = behaviour.plantUnknownFields ? estate.resources.map(plantUnknownFields) : estate.resources;
  const documents = new DocumentStore(resources, options.onChange ?? (() => undefined));
  return {
    estate,
    cloud: estate.cloud,
    baseUrl: options.baseUrl.replace(/\/$/, ""),
    behaviour,
    clock: time,
    guids: new Guids(keyOf(estate.hub)),
    documents,
    graphDocuments: behaviour.resourceGraphSees === "now" ? documents : new DocumentStore(resources, () => undefined),
    graphQuota: new GraphQuota(time),
    queryReader: new QueryReader(),
    timeline: new Timeline(pace, time),
    operations: new OperationStore(),
    ruleCreators: new Map(),
    assignmentTimes: new Map(),
    rights: new Map(),
    reads: new Map(),
    startedAt: time.now(),
  };
}
