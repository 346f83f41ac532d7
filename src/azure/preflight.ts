import type { PreflightReader } from "../ports.ts";
import { mapRead } from "../snapshot/read.ts";
import type { Arm } from "./arm.ts";
import { readCallerRights } from "./caller-rights.ts";
import { textAt } from "./document.ts";
import { readLocks } from "./locks.ts";
import { readPolicyDenials } from "./policy-restrictions.ts";
import type { ReadRoleDefinition } from "./role-definitions.ts";

export function createPreflightReader(
  arm: Arm,
  readDefinition: ReadRoleDefinition,
  caller: string | undefined,
): PreflightReader {
  return {
    rights: (scope) => readCallerRights(arm, readDefinition, scope, caller),
    locks: (scope) => readLocks(arm, scope),
    policyDenials: (write) => readPolicyDenials(arm, write),
    async registration(subscriptionId, namespace) {
      const read = await arm.read(`/subscriptions/${subscriptionId}/providers/${namespace}`);
      return mapRead(read, (document) => textAt(document, "registrationState"));
    },
  };
}
