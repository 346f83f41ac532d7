import { finding, type Finding } from "../../checks/finding.ts";
import { grouped } from "../../grouped.ts";
import type { Opinion, WorkspaceOpinion } from "../../snapshot/opinion.ts";
import { mapRead, valueOr } from "../../snapshot/read.ts";
import { isSameId, typeOf } from "../../snapshot/resource-id.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import type { DiagnosisCheck } from "../look.ts";

/** SFH511 to SFH513: the service's own diagnosis of the hub and of each project. */
export const checkOpinions: DiagnosisCheck = ({ snapshot, evidence }) => {
  const opinions = evidence.opinions.map((one) => withoutJudged(snapshot, one));
  const ofHub = opinions.find(({ workspace }) => isSameId(workspace, snapshot.hub.id));
  const saidOfHub = new Set(valueOr(ofHub?.opinions ?? { is: "absent" }, []).map(whole));
  return opinions.flatMap((one) => judge(one, one === ofHub ? new Set() : saidOfHub));
};

/** Enough for what a code says with two ids in it; the report has the whole. */
const mostCharacters = 400;

function judge(of: WorkspaceOpinion, saidBefore: ReadonlySet<string>): readonly Finding[] {
  const { opinions, workspace, name } = of;
  if (opinions.is !== "known") {
    const why = opinions.is === "absent" ? "there is none" : opinions.why;
    return [finding("SFH513", { resourceId: workspace, detail: `The service's own diagnosis of ${name}: ${why}` })];
  }
  // Information is shown only. A project shares its hub's services: what was said of them once is enough.
  const own = opinions.value.filter((opinion) => opinion.level !== "Information" && !saidBefore.has(whole(opinion)));
  return grouped(own, subjectOf).map((alike) => findingOf(of, alike));
}

/**
 * Without what is judged here with more in hand: names are asked of a custom DNS server one by one (the link "names"), and
 * locks are told as SFH921. What could not be read isn't judged here.
 */
function withoutJudged(snapshot: Snapshot, of: WorkspaceOpinion): WorkspaceOpinion {
  const [networksRead, locksRead] = [areNetworksRead(snapshot), areLocksRead(snapshot)];
  const isJudged = ({ code, category }: Opinion): boolean =>
    (networksRead && code.toLowerCase() === "customdnsinuse") ||
    (locksRead && category.toLowerCase() === "resourcelock");
  return { ...of, opinions: mapRead(of.opinions, (all) => all.filter((one) => !isJudged(one))) };
}

/** An endpoint that can't be read is in a network that nobody knows. */
function areNetworksRead({ unread }: Snapshot): boolean {
  const types = ["microsoft.network/virtualnetworks", "microsoft.network/privateendpoints"];
  return !unread.some(({ id }) => types.includes(typeOf(id)));
}

function areLocksRead({ preflight }: Snapshot): boolean {
  return preflight.locks.every(({ locks }) => locks.is !== "unknown");
}

function findingOf({ workspace, name }: WorkspaceOpinion, alike: readonly Opinion[]): Finding {
  const [first] = alike;
  const { code = "", category = "", message = "", level = "Warning" } = first ?? {};
  const more = alike.length > 1 ? ` (and ${String(alike.length - 1)} more of this code)` : "";
  const said = `${code === "" ? "without a code" : code} (${category})`;
  return finding(level === "Error" ? "SFH511" : "SFH512", {
    resourceId: workspace,
    subject: `${category} ${code}`,
    detail: `Of ${name} the service says ${said}: ${shortened(message)}${more}`,
  });
}

function subjectOf({ category, code, level }: Opinion): string {
  return [category, code, level].join(" ");
}

function whole({ category, code, level, message }: Opinion): string {
  return [category, code, level, message].join("\n");
}

function shortened(message: string): string {
  const line = message.replace(/\s+/g, " ").trim();
  return line.length <= mostCharacters ? line : `${line.slice(0, mostCharacters)}…`;
}
