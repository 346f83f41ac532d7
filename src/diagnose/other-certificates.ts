import { finding, type Finding } from "../checks/finding.ts";
import type { Look } from "./look.ts";
import type { PrivateName } from "./private-names.ts";

/** So many names are told one by one; TLS inspection is in front of all of them. */
const mostNames = 3;

/**
 * SFH703 as unknown: somebody else answers in a service's name somewhere that isn't a private endpoint in reach, for the
 * most part at the public endpoint. Nobody can work with the hub from such a machine, but the hub may be as healthy as
 * ever: the fault is between the two. Names that are `judged` already are left out, and so is what a proxy shows: that is
 * the proxy's finding.
 */
export function otherCertificates({ snapshot, evidence }: Look, judged: readonly PrivateName[]): readonly Finding[] {
  const told = evidence.doors.flatMap(({ name, by, knock }) =>
    by.is === "direct" && knock.is === "another certificate" && !judged.some((one) => one.name === name)
      ? [`${name} at ${by.address}: ${knock.why}`]
      : [],
  );
  if (told.length === 0) return [];
  const more = told.length > mostNames ? `; and ${told.length - mostNames} more` : "";
  return [
    finding("SFH703", {
      resourceId: snapshot.hub.id,
      state: "unknown",
      detail: `${told.slice(0, mostNames).join("; ")}${more}. This says something of the way from this machine, not of the hub.`,
    }),
  ];
}
