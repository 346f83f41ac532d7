/** What the runs of a campaign share. Waits cost requests, and each request is one more to be met: durations are short. */
import type { HubSpec } from "../../src/spec/hub-spec.ts";
import type { Behaviour } from "../../src/twin/behaviour.ts";
import type { ArmDocument, EstateDocument } from "../../src/twin/estate.ts";
import { computeReach, type Reach } from "../../src/twin/reach/reach.ts";
import { closingEstate, openingEstate } from "../support/campaign-estates.ts";
import { worldKeyer } from "../support/world-key.ts";
import { closeEverything } from "../runbook/run-on-twin.ts";

export interface CampaignWorld {
  readonly estate: EstateDocument;
  readonly spec: HubSpec;
  readonly behaviour: Partial<Behaviour>;
  /** Equal for two worlds that differ only in when things happened. */
  readonly keyOf: (documents: readonly ArmDocument[]) => string;
  /** The twin's reach table of a world; most runs pass through the same few. */
  readonly reachOf: (documents: readonly ArmDocument[], estateNow: () => EstateDocument) => readonly Reach[];
}

const durations = { provision: 45_000, rule: 20_000, workspacePatch: 10_000 };
const budgetMinutes = { managedNetwork: 4, outboundRule: 4, roleAssignment: 4, setting: 4, datastore: 4 };

/** Readers, a rule, the network, an approval, and a datastore that is late: nothing closes. */
export function openingWorld(): CampaignWorld {
  const estate = openingEstate();
  const asFound = "AsFound" as const;
  const publicAccess = { storage: asFound, keyVault: asFound, containerRegistry: asFound, hub: asFound };
  const lateDatastores = { [estate.hub.replace(/[^/]+$/, "proj-small")]: 150_000 };
  return worldOf(estate, closeEverything({ publicAccess, budgetMinutes }), { lateDatastores });
}

/** Trusted services let in, and every door closed. */
export function closingWorld(): CampaignWorld {
  return worldOf(closingEstate(), closeEverything({ budgetMinutes }), {});
}

function worldOf(estate: EstateDocument, spec: HubSpec, more: Partial<Behaviour>): CampaignWorld {
  const keyOf = worldKeyer(estate);
  const seen = new Map<string, readonly Reach[]>();
  return {
    estate,
    spec,
    behaviour: { durations, roleAssignmentReplication: 0, roleAssignmentPropagation: 0, ...more },
    keyOf,
    reachOf: (documents, estateNow) => {
      const key = keyOf(documents);
      const reach = seen.get(key) ?? computeReach(estateNow());
      seen.set(key, reach);
      return reach;
    },
  };
}
