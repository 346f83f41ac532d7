import { directNames, type DirectNames } from "../diagnose/pac/direct-names.ts";
import { observe } from "../observe/observe.ts";
import type { RunInput } from "./look.ts";

/** Reads the hub and tells what a client must reach without a proxy; writes nothing. */
export async function runPac({ world, hub, spec, clock }: RunInput): Promise<DirectNames> {
  return directNames(await observe(world, { hub, extraTargets: spec.outboundPrivateEndpoints, clock }));
}
