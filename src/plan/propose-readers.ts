import { findReaderNeeds, hasReader } from "../checks/identities.ts";
import { judge, type Propose } from "./proposal.ts";

/** Reader on each customer endpoint of the storage account, for each identity that lacks it; nothing where it is unknown. */
export const proposeReaders: Propose = (proposal) =>
  findReaderNeeds(proposal.world)
    .filter((need) => {
      const held = hasReader(proposal.world, need);
      return held.is === "known" && !held.value;
    })
    .map(({ endpoint, principalId, owners }) =>
      judge(proposal, { kind: "grant-reader", resourceId: endpoint.id, principalId, owners }),
    );
