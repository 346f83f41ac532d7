import { idKey } from "../snapshot/resource-id.ts";
import type { PublicAccess } from "../snapshot/service.ts";

/** True where two looks at a service's public access say the same: lists in any order, ids and addresses case-blind. */
export function isSamePublicAccess(a: PublicAccess, b: PublicAccess): boolean {
  return comparable(a) === comparable(b);
}

/** Total over the type: a field added to it is compared or doesn't compile. */
function comparable(access: PublicAccess): string {
  const every: Readonly<Record<keyof PublicAccess, unknown>> = {
    state: access.state,
    defaultAction: access.defaultAction,
    ipRanges: inOrder(access.ipRanges),
    subnets: inOrder(access.subnets),
    resourceInstances: inOrder(access.resourceInstances),
    letsTrustedServicesIn: access.letsTrustedServicesIn,
  };
  return JSON.stringify(every);
}

function inOrder(list: readonly string[]): readonly string[] {
  return list.map(idKey).sort();
}
