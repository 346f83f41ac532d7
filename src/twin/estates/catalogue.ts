import type { EstateDocument } from "../estate.ts";
import { applicationGateway } from "./application-gateway.ts";
import { firstEndpoint } from "./first-endpoint.ts";
import { fleet } from "./fleet.ts";
import { freshApprovedOnly } from "./fresh-approved-only.ts";
import { freshInternetOutbound } from "./fresh-internet-outbound.ts";
import { hardened } from "./hardened.ts";
import { lateDatastores } from "./late-datastores.ts";
import { noRegistry } from "./no-registry.ts";
import { pendingLookAlike } from "./pending-look-alike.ts";
import { perimeter } from "./perimeter.ts";
import { sharedStorage } from "./shared-storage.ts";
import { china, government } from "./sovereign.ts";
import { subnetAndResourceRules } from "./subnet-and-resource-rules.ts";

/** The estates that come with the program, by name. `demo` runs on `fresh-approved-only`. */
export const estates: Readonly<Record<string, () => EstateDocument>> = {
  "fresh-approved-only": freshApprovedOnly,
  hardened,
  "fresh-internet-outbound": freshInternetOutbound,
  "shared-storage": sharedStorage,
  "first-endpoint": firstEndpoint,
  "pending-look-alike": pendingLookAlike,
  "application-gateway": applicationGateway,
  "subnet-and-resource-rules": subnetAndResourceRules,
  perimeter,
  "no-registry": noRegistry,
  "late-datastores": lateDatastores,
  government,
  china,
  fleet,
};
