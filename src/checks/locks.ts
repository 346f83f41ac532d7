import { nameOf } from "../snapshot/resource-id.ts";
import { lockKey, type Lock } from "../snapshot/preflight.ts";
import { finding, type Check } from "./finding.ts";

/** SFH921: locks over what a run writes, as far as they were asked for. */
export const checkLocks: Check = ({ preflight }) => {
  const found = new Map<string, { readonly lock: Lock; readonly over: readonly string[] }>();
  for (const { scope, locks } of preflight.locks) {
    for (const lock of locks.is === "known" ? locks.value : []) {
      const key = lockKey(lock);
      found.set(key, { lock, over: [...(found.get(key)?.over ?? []), nameOf(scope)] });
    }
  }
  return [...found.values()].map(({ lock, over }) =>
    finding("SFH921", {
      resourceId: lock.scope,
      subject: lock.name,
      detail: `The ${lock.level} lock ${lock.name} on ${nameOf(lock.scope)} lies over ${over.join(", ")}.`,
    }),
  );
};
