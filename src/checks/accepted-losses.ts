import { findPaths } from "../paths/find-paths.ts";
import { idKey, isSameId, nameOf } from "../snapshot/resource-id.ts";
import { finding, type Check } from "./finding.ts";

/** SFH406: entries of the config's accept list that match no path. */
export const checkAcceptedLosses: Check = (snapshot, spec) => {
  if (spec.accept.length === 0) return [];
  const pairs = findPaths(snapshot);
  const matches = (resource: string, origin: string): boolean =>
    origin === "unread" ||
    pairs.some(
      (p) =>
        isSameId(p.door.service, resource) &&
        [p.origin.id, nameOf(p.origin.id)].some((n) => idKey(n) === idKey(origin)),
    );
  return spec.accept
    .filter((a) => !matches(a.resource, a.origin))
    .map((a) =>
      finding("SFH406", {
        resourceId: a.resource,
        subject: a.origin,
        detail: `accept: ${a.code}, origin ${a.origin} on ${nameOf(a.resource)} matches no path of this hub.`,
      }),
    );
};
