import { findBrokenLink } from "../checks/store-chain.ts";
import { isStoreMissing } from "../checks/workspace-blob-store.ts";
import { valueOr } from "../snapshot/read.ts";
import { planned } from "./plan.ts";
import type { Propose } from "./proposal.ts";

/** A store that is late is waited for; one with a broken link before it can't come, and is not. */
export const proposeDatastoreWaits: Propose = ({ world }) =>
  valueOr(world.projects, [])
    .filter((p) => isStoreMissing(p) && findBrokenLink(world, p) === undefined)
    .map((p) => planned({ kind: "await-datastore", resourceId: p.workspace.id }));
