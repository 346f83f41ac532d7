import { keyOf } from "./arm-id.ts";

/** One private-link sub-resource of one service: what an origin reaches or does not. `resource` is an ARM id. */
export interface Door {
  readonly resource: string;
  readonly subresource: string;
}

/** Compares doors case-blind. */
export function doorKey(door: Door): string {
  return `${keyOf(door.resource)}#${door.subresource.toLowerCase()}`;
}
