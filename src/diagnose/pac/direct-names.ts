import { heldNames } from "../../snapshot/private-endpoint.ts";
import { hasUnreadEndpoints } from "../../paths/doors.ts";
import { endpointNamed, privateEndpointRules } from "../../paths/managed-endpoints.ts";
import type { CloudName } from "../../snapshot/cloud.ts";
import { valueOr } from "../../snapshot/read.ts";
import { nameOf, subscriptionOf, typeOf } from "../../snapshot/resource-id.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";

/** What a client must reach without a proxy, lower case and sorted; and what could not be told. */
export interface DirectNames {
  readonly names: readonly string[];
  /** Ends of names, each with its leading dot. */
  readonly endings: readonly string[];
  /** A line each; empty where nothing is missing. */
  readonly missing: readonly string[];
}

/**
 * Where compute instances answer. The first is the guide's or the private DNS page's; the second is only on the custom
 * DNS page of 2026, and not confirmed by any name that was seen.
 */
const instanceEndings: Readonly<Record<CloudName, readonly string[]>> = {
  AzureCloud: [".instances.azureml.ms", ".instances.ml.azure.ms"],
  AzureUSGovernment: [".instances.azureml.us", ".instances.ml.azure.us"],
  AzureChinaCloud: [".instances.azureml.cn", ".instances.ml.azure.cn"],
};

/** The names of every customer private endpoint of the hub and its services, its region's API, and compute instances. */
export function directNames(snapshot: Snapshot): DirectNames {
  const told = heldNames(snapshot.privateEndpoints);
  const regional = regionalEndings(snapshot, told);
  return {
    names: sorted(told.filter((name) => !name.startsWith("*."))),
    endings: sorted([
      ...told.filter((name) => name.startsWith("*.")).map((name) => name.slice(1)),
      ...regional,
      ...instanceEndings[snapshot.cloud.kind],
    ]),
    missing: [
      ...missingEndpoints(snapshot),
      ...(regional.length > 0
        ? []
        : ["The hub names no host of its API, so the API's names of its region can't be told."]),
    ],
  };
}

/** From `<guid>.workspace.<region>.<api>`, as the endpoint's interface has it, or else as the hub says of itself. */
function regionalEndings({ services }: Snapshot, told: readonly string[]): readonly string[] {
  const own = services.filter(({ role }) => role === "hub").flatMap(({ doors }) => doors.flatMap(({ names }) => names));
  for (const names of [told, own]) {
    const endings = names.flatMap((name) => /\.workspace(\.[a-z0-9]+\.api\..+)$/.exec(name.toLowerCase())?.[1] ?? []);
    if (endings.length > 0) return endings;
  }
  return [];
}

function missingEndpoints(snapshot: Snapshot): readonly string[] {
  const { privateEndpoints, unread } = snapshot;
  const silent = privateEndpoints.filter(({ addresses }) => addresses.length === 0);
  const hidden = unread.filter(({ id }) => typeOf(id).startsWith("microsoft.network/privateendpoints"));
  const lines = [
    ...silent.map(({ name }) => `Private endpoint ${name} tells no names.`),
    ...hidden.map(({ id, why }) => `The names of private endpoint ${nameOf(id)} can't be told: ${why}`),
    ...outOfSight(snapshot).map((id) => `${nameOf(id)} leads to the hub, and lies where the caller sees nothing.`),
  ];
  if (lines.length === 0 && hasUnreadEndpoints(snapshot)) {
    return ["Some of the private endpoints can't be told: the connections of a service can't be read."];
  }
  if (lines.length === 0 && privateEndpoints.length === 0) {
    return ["No customer private endpoint leads to the hub or one of its services."];
  }
  return lines;
}

/** Endpoints of the hub in other people's subscriptions that no rule of its own explains. */
function outOfSight(snapshot: Snapshot): readonly string[] {
  const hub = snapshot.services.find(({ role }) => role === "hub");
  const rules = privateEndpointRules(snapshot);
  return valueOr(hub?.connections ?? { is: "absent" }, [])
    .filter(({ endpointId }) => !snapshot.readableSubscriptions.includes(subscriptionOf(endpointId)))
    .filter((connection) => !rules.some(({ name }) => endpointNamed(connection, name)))
    .map(({ endpointId }) => endpointId);
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
