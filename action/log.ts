import * as core from "@actions/core";
import type { Annotation } from "./annotations.ts";
import { createMask, idsToMask } from "./masks.ts";

/** Where a run tells what it does. */
export interface Log {
  readonly info: (text: string) => void;
  /** Shown where the job is run with debug logging. */
  readonly debug: (text: string) => void;
  readonly annotate: (annotation: Annotation) => void;
  /** Has the runner mask the ids in texts, where that is asked for. */
  readonly hide: (...texts: readonly string[]) => void;
  /** Folds what is told meanwhile under a title. */
  readonly group: <T>(title: string, work: () => Promise<T>) => Promise<T>;
  /** The text as it may go to other places than this log: the same, or without ids. */
  readonly shown: (text: string) => string;
}

/** The step's log. `masksIds` is the input masked-ids: the runner is then told of each id before a line that holds it. */
export function createLog(masksIds: string): Log {
  const mask = createMask(masksIds, core.setSecret);
  const hides = masksIds.toLowerCase() === "true";
  return {
    info: (text) => {
      mask(text);
      core.info(text);
    },
    debug: (text) => {
      mask(text);
      core.debug(text);
    },
    annotate: ({ level, message, ...properties }) => {
      mask(properties.title, message);
      core[level](message, properties);
    },
    hide: mask,
    group: core.group,
    shown: (text) => (hides ? idsToMask([text]).reduce((left, id) => left.replaceAll(id, "***"), text) : text),
  };
}
