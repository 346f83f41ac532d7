import { groupOf, nameOf } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { IsolationMode } from "../snapshot/workspace.ts";
import type { HubSpec } from "../spec/hub-spec.ts";
import { finding, type Check, type Finding } from "./finding.ts";
import { azLine } from "./lines/shell.ts";

/** SFH101 to SFH104: the network itself. */
export const checkManagedNetwork: Check = (snapshot, spec) => {
  const { hub } = snapshot;
  const { isolationMode, isActive, isSparkReady } = hub.managedNetwork;
  const of = { resourceId: hub.id };
  if (isolationMode === "Disabled") return [notIsolated(snapshot, spec)];
  const found = [];
  if (spec.isolationMode !== "AsFound" && spec.isolationMode !== isolationMode) {
    found.push(otherIsolation(snapshot, spec.isolationMode));
  }
  if (!isActive) {
    found.push(finding("SFH101", { ...of, detail: `The managed network of ${hub.name} is Inactive.` }));
  } else if (spec.managedNetwork.includeSpark && !isSparkReady) {
    found.push(finding("SFH104", { ...of, detail: `The managed network of ${hub.name} is Active without Spark.` }));
  }
  return found;
};

type Wanted = Exclude<IsolationMode, "Disabled">;

/** Turning the network on is possible, one-way and the user's; with managed compute in the hub Azure refuses it. */
function notIsolated({ hub, inner }: Snapshot, spec: HubSpec): Finding {
  const wanted = spec.isolationMode === "AsFound" ? "AllowOnlyApprovedOutbound" : spec.isolationMode;
  const before =
    inner.managed.length === 0 ? "" : ` Delete these first, Azure refuses it otherwise: ${inner.managed.join(", ")}.`;
  const unseen = inner.unread.map(({ what, why }) => ` Whether there are ${what} can't be told: ${why}.`).join("");
  return finding("SFH102", {
    resourceId: hub.id,
    detail: `${hub.name} has isolation mode Disabled.${before}${unseen}`,
    fix: `Turn it on yourself, which is one-way: ${isolationLine(hub.id, wanted)}. The program never changes the isolation mode.`,
  });
}

/** Isolation only ever tightens: what the config asks for is either one-way and the user's, or impossible. */
function otherIsolation({ hub }: Snapshot, wanted: Wanted): Finding {
  const isPossible = wanted === "AllowOnlyApprovedOutbound";
  const verdict = isPossible ? "the change is possible, and one-way" : "Azure never goes back to that";
  const asFound = `set isolationMode in the config to what the hub has`;
  return finding("SFH103", {
    resourceId: hub.id,
    detail: `${hub.name} has ${hub.managedNetwork.isolationMode}, the config asks for ${wanted}: ${verdict}.`,
    fix: isPossible
      ? `Change it yourself, which is one-way: ${isolationLine(hub.id, wanted)}; or ${asFound}.`
      : `Impossible on this hub: ${asFound}, or make a new hub with ${wanted}.`,
  });
}

function isolationLine(hubId: string, mode: Wanted): string {
  const words: Readonly<Record<Wanted, string>> = {
    AllowInternetOutbound: "allow_internet_outbound",
    AllowOnlyApprovedOutbound: "allow_only_approved_outbound",
  };
  return azLine("ml workspace update", {
    name: nameOf(hubId),
    "resource-group": nameOf(groupOf(hubId)),
    "managed-network": words[mode],
  });
}
