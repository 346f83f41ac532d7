import { groupOf, nameOf, subscriptionOf, type ResourceId } from "../../snapshot/resource-id.ts";

/** Where a resource is, as options of `az`. The subscription is named too: it is often another than the one az works in. */
export function placeOf(id: ResourceId): Readonly<Record<string, string>> {
  return { subscription: subscriptionOf(id), "resource-group": nameOf(groupOf(id)) };
}
