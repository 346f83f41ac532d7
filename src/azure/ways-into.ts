import { unknown } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { WayIn } from "../snapshot/way-in.ts";
import type { Arm } from "./arm.ts";

/** Gateways and Bastions in a network and in the networks peered with it. */
export async function readWaysInto(_arm: Arm, _network: ResourceId): Promise<Read<readonly WayIn[]>> {
  return unknown("not looked at");
}
