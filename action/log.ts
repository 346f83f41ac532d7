import * as core from "@actions/core";
import type { Annotation } from "./annotations.ts";
import { idsToMask } from "./masks.ts";

/** Where a run tells what it does. */
export interface Log {
  readonly info: (text: string) => void;
  readonly annotate: (annotation: Annotation) => void;
  /** Folds what is told meanwhile under a title. */
  readonly group: <T>(title: string, work: () => Promise<T>) => Promise<T>;
  /** The text as it may go to other places than this step: the same, or without ids. */
  readonly shown: (text: string) => string;
}

/** The step's log. Where ids are to be masked, the runner is told of each before the first line that holds it. */
export function createLog({ masksIds }: { readonly masksIds: boolean }): Log {
  const masked = new Set<string>();
  const mask = (text: string): void => {
    if (!masksIds) return;
    for (const id of idsToMask([text]).filter((one) => !masked.has(one))) {
      masked.add(id);
      core.setSecret(id);
    }
  };
  return {
    info: (text) => {
      mask(text);
      core.info(text);
    },
    annotate: ({ level, message, ...properties }) => {
      mask(`${properties.title} ${message}`);
      core[level](message, properties);
    },
    group: core.group,
    shown: (text) => {
      if (!masksIds) return text;
      return idsToMask([text]).reduce((left, id) => left.replaceAll(id, "***"), text);
    },
  };
}
