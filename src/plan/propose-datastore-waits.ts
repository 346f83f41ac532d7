import { areKeysRefused, isStoreMissing } from "../checks/workspace-blob-store.ts";
import { valueOr } from "../snapshot/read.ts";
import { planned } from "./plan.ts";
import type { Propose } from "./proposal.ts";

/** A store that is late is waited for; one that can't come is not. */
export const proposeDatastoreWaits: Propose = ({ world }) =>
  areKeysRefused(world)
    ? []
    : valueOr(world.projects, [])
        .filter(isStoreMissing)
        .map((p) => planned({ kind: "await-datastore", resourceId: p.workspace.id }));
