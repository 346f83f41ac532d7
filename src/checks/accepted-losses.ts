import { findPaths } from "../paths/find-paths.ts";
import { idKey, isSameId, nameOf } from "../snapshot/resource-id.ts";
import type { AcceptedLoss } from "../spec/hub-spec.ts";
import { finding, type Check } from "./finding.ts";
import { lossCodeOf } from "./loss-codes.ts";

/** SFH406: entries of the config's accept list that match no path. */
export const checkAcceptedLosses: Check = (snapshot, spec) => {
  if (spec.accept.length === 0) return [];
  const pairs = findPaths(snapshot);
  const matches = ({ code, resource, origin }: AcceptedLoss): boolean =>
    origin === "unread" ||
    pairs.some(
      (p) =>
        isSameId(p.door.service, resource) &&
        [p.origin.id, nameOf(p.origin.id)].some((n) => idKey(n) === idKey(origin)) &&
        [true, false].some((isFirstEndpoint) => lossCodeOf({ origin: p.origin, isFirstEndpoint }) === code),
    );
  return spec.accept
    .filter((a) => !matches(a))
    .map((a) =>
      finding("SFH406", {
        resourceId: a.resource,
        subject: a.origin,
        detail: `accept: ${a.code}, origin ${a.origin} on ${nameOf(a.resource)} matches no path of this hub.`,
      }),
    );
};
