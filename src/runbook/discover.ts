import { discoveryOf, type Discovery } from "../fleet/discovery.ts";
import { chooseSubscriptions } from "../fleet/subscriptions.ts";
import type { World } from "../ports.ts";

export interface DiscoverInput {
  readonly world: Pick<World, "hubs" | "subscriptions" | "caller">;
  /** Ids of the subscriptions to look in; none means every one the caller can see. */
  readonly subscriptions: readonly string[];
  /** From 1 on; the first where none is asked for. */
  readonly shard: number | undefined;
}

/** Finds the hubs and cuts the shard; writes nothing. Throws RunError SFH403 for a subscription that can't be seen. */
export async function runDiscover({ world, subscriptions: asked, shard }: DiscoverInput): Promise<Discovery> {
  const visible = await world.subscriptions.readable();
  const subscriptions = chooseSubscriptions({ asked, visible, callerId: world.caller.objectId });
  return discoveryOf({ subscriptions, hubs: await world.hubs.hubsIn(subscriptions) }, shard);
}
