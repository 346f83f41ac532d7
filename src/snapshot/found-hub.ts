import type { ResourceId } from "./resource-id.ts";

/** A hub as a list of many shows it: where it is, and nothing of how it is. */
export interface FoundHub {
  readonly id: ResourceId;
  readonly name: string;
  readonly resourceGroup: string;
  /** Lower case. */
  readonly subscriptionId: string;
  /** Azure's name of the region: "eastus2". */
  readonly location: string;
}
