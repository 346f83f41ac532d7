import { finding, type Check } from "./finding.ts";

/** SFH101 to SFH104: the network itself. */
export const checkManagedNetwork: Check = ({ hub }, spec) => {
  const { isolationMode, isActive, isSparkReady } = hub.managedNetwork;
  const of = { resourceId: hub.id };
  if (isolationMode === "Disabled") {
    return [finding("SFH102", { ...of, detail: `${hub.name} has isolation mode Disabled.` })];
  }
  const found = [];
  if (spec.isolationMode !== "AsFound" && spec.isolationMode !== isolationMode) {
    found.push(
      finding("SFH103", {
        ...of,
        detail: `${hub.name} has ${isolationMode}, the config asks for ${spec.isolationMode}.`,
      }),
    );
  }
  if (!isActive) {
    found.push(finding("SFH101", { ...of, detail: `The managed network of ${hub.name} is Inactive.` }));
  } else if (spec.managedNetwork.includeSpark && !isSparkReady) {
    found.push(finding("SFH104", { ...of, detail: `The managed network of ${hub.name} is Active without Spark.` }));
  }
  return found;
};
