import type { ArmDocument } from "../estate.ts";
import { textAt } from "../wire/json-fields.ts";

/** `If-Match` and `If-None-Match`, as sent. */
export interface Conditions {
  readonly ifMatch?: string;
  readonly ifNoneMatch?: string;
}

/** Whether a write's conditions hold for what is there now. A document without an etag matches `*` only. */
export function meetsConditions(existing: ArmDocument | undefined, { ifMatch, ifNoneMatch }: Conditions): boolean {
  const etag = textAt(existing, "etag");
  const isMatch = ifMatch === undefined || (existing !== undefined && (ifMatch === "*" || ifMatch === etag));
  const isNoneMatch =
    ifNoneMatch === undefined || existing === undefined || (ifNoneMatch !== "*" && ifNoneMatch !== etag);
  return isMatch && isNoneMatch;
}
