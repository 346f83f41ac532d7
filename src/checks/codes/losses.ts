import { endpointDns, entry, type CodeEntry } from "./entry.ts";

const guard = "The promise: no public path closes before the private path that replaces it is open";
const acceptIt =
  "Give it a private way, or accept the loss by name: accept in the config, or --accept CODE@RESOURCE=ORIGIN.";

/** SFH32x: what a step would take from somebody. The guard refuses such a step; an accepted loss is kept in the report. */
export const lossCodes = {
  SFH321: entry(
    "warning",
    "A customer network would lose a service",
    "Its clients reach the service today, and would not once the step is done.",
    acceptIt,
    guard,
  ),
  SFH322: entry(
    "warning",
    "An allow-listed address range would lose a service",
    "Public access Disabled overrides IP rules: whoever comes from there is shut out.",
    acceptIt,
    guard,
  ),
  SFH323: entry(
    "warning",
    "Another hub, project or AI service would lose a service",
    "It uses the same storage account, key vault or registry.",
    acceptIt,
    guard,
  ),
  SFH324: entry(
    "warning",
    "An identity that isn't this hub's may lose a service",
    "It holds a data-plane role or an access policy there, and from where it connects can't be told.",
    acceptIt,
    guard,
  ),
  SFH325: entry(
    "warning",
    "Trusted Microsoft services would lose a service",
    "The platform itself reads and writes there.",
    "Let them in first (the program does), or set trustedServices: AsFound in the config.",
    guard,
  ),
  SFH326: entry(
    "warning",
    "Compute in the managed network would lose a service",
    "Nothing that runs in the hub would work with it any more.",
    "Have an outbound private-endpoint rule to it that is Active, with its connection Approved. This loss can't be accepted.",
    guard,
  ),
  SFH327: entry(
    "warning",
    "Who would lose a service can't be told",
    "Something could not be read: whoever is behind it may be shut out.",
    "Let the caller read it, or accept the doubt by name: accept in the config, or --accept CODE@RESOURCE=ORIGIN.",
    guard,
  ),
  SFH328: entry(
    "warning",
    "A first private endpoint would take a name from a customer network",
    "From the first private endpoint connection on, the public name is an alias into a privatelink zone; a network linked to that zone without the record gets NXDOMAIN.",
    "Add the record, or set the link's resolutionPolicy to NxDomainRedirect, or accept the loss by name.",
    endpointDns,
  ),
} as const satisfies Readonly<Record<string, CodeEntry>>;

export type LossCode = keyof typeof lossCodes;

/** The losses that can be accepted by name; the two others can't. */
export const lossCodeNames = [
  "SFH321",
  "SFH322",
  "SFH323",
  "SFH324",
  "SFH327",
  "SFH328",
] as const satisfies readonly LossCode[];
