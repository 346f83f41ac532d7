import type { Check } from "../finding.ts";
import { checkCustomServers } from "./custom-servers.ts";
import { findDnsFaults } from "./fault.ts";
import { checkHidingZones } from "./hiding-zones.ts";
import { checkMissingZones } from "./missing-zones.ts";
import { checkOtherZones } from "./other-zones.ts";
import { checkMissingRecords, checkStaleRecords, checkWrongRecords } from "./records.ts";
import { checkUnlinkedZones } from "./unlinked-zones.ts";
import { checkZoneGroup } from "./zone-group.ts";

/** SFH601 to SFH610: clients in an endpoint's network resolve its names to it, and no zone takes a name away. */
export const checkDns: Check = (snapshot, spec) => {
  const faults = findDnsFaults(snapshot);
  return [
    ...checkZoneGroup(snapshot, faults),
    ...checkMissingZones(snapshot, faults),
    ...checkUnlinkedZones(snapshot, faults),
    ...checkOtherZones(snapshot, faults),
    ...checkWrongRecords(faults),
    ...checkMissingRecords(faults),
    ...checkStaleRecords(faults),
    ...checkHidingZones(snapshot, faults),
    ...checkCustomServers(snapshot, spec),
  ];
};
