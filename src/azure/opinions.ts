import type { Opinion } from "../snapshot/opinion.ts";
import { unknown } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Arm } from "./arm.ts";

/** What a workspace's diagnose operation finds. */
export async function readOpinions(_arm: Arm, _workspace: ResourceId): Promise<Read<readonly Opinion[]>> {
  return unknown("not asked");
}
