import type { FoundHub } from "../snapshot/found-hub.ts";

/** One job of a GitHub matrix; `hub` is all that a run needs. */
export interface MatrixEntry {
  readonly hub: string;
  readonly name: string;
  readonly "resource-group": string;
  readonly "subscription-id": string;
  readonly location: string;
}

/** What `strategy.matrix: ${{ fromJSON(…) }}` takes. */
export interface Matrix {
  readonly include: readonly MatrixEntry[];
}

export function matrixOf(hubs: readonly FoundHub[]): Matrix {
  return {
    include: hubs.map(({ id, name, resourceGroup, subscriptionId, location }) => ({
      hub: id,
      name,
      "resource-group": resourceGroup,
      "subscription-id": subscriptionId,
      location,
    })),
  };
}
