/** The built-in estates a hub is in right after its deployment, with what the campaigns ask of a run on each. */
import type { HubSpec } from "../../src/spec/hub-spec.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { estateNamed, find } from "../support/edit-estate.ts";
import { closeEverything } from "../runbook/run-on-twin.ts";

export interface FreshEstate {
  readonly estate: EstateDocument;
  readonly spec: HubSpec;
  /** How an uncut run ends. */
  readonly verdict: string;
  /** Losses accepted by name: the judge tells them all the same. */
  readonly accepted: readonly string[];
}

/** Everything can be closed. */
export function freshApprovedOnly(): FreshEstate {
  return { estate: estateNamed("fresh-approved-only"), spec: closeEverything(), verdict: "private", accepted: [] };
}

/** Some of it must be refused; with the vault's allow-listed ranges given up by name, the vault can be closed. */
export function freshInternetOutbound(): FreshEstate {
  const estate = estateNamed("fresh-internet-outbound");
  const vault = find(estate, "/vaults/kv-tailwind-ai").id;
  const accept = ["203.0.113.128/26", "198.51.100.77/32"].map((origin) => {
    return { code: "SFH322", resource: vault, origin, reason: "its callers have moved" };
  });
  const lost = (size: string): string =>
    `ipRange ${size} lost kv-tailwind-ai vault (was open by public) with PATCH resource changed kv-tailwind-ai`;
  return { estate, spec: closeEverything({ accept }), verdict: "refused", accepted: [lost("26"), lost("32")] };
}
