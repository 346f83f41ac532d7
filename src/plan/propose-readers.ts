import { findMissingReaders } from "../checks/identities.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { judge, type Propose } from "./proposal.ts";
import type { Step } from "./step.ts";

/** Reader on each customer endpoint of the storage account, for each identity that lacks it; nothing where it is unknown. */
export const proposeReaders: Propose = (proposal) => readerSteps(proposal.world).map((step) => judge(proposal, step));

/** The same, judged by nothing. */
export function readerSteps(snapshot: Snapshot): readonly Step[] {
  return findMissingReaders(snapshot).map(({ endpoint, principalId, owners }) => ({
    kind: "grant-reader",
    resourceId: endpoint.id,
    principalId,
    owners,
  }));
}
