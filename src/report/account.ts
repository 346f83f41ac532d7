/** What a closing step leaves open and what it shuts, for people and machines. */
import { decisiveWay, type Origin } from "../paths/pair.ts";
import type { PairFate } from "../plan/guard.ts";
import { describeOrigin } from "../plan/refusal.ts";
import { valueOr } from "../snapshot/read.ts";
import { isSameId, nameOf } from "../snapshot/resource-id.ts";
import type { Service } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { ReportFate } from "./report.ts";

/** One line an origin and fate, then a line for each kind of origin of which none was seen. */
export function accountOf(snapshot: Snapshot, serviceId: string, fates: readonly PairFate[]): readonly ReportFate[] {
  if (fates.length === 0) return [];
  const lines = new Map<string, ReportFate>();
  for (const fate of fates) {
    const line = lineOf(snapshot, fate);
    if (line === undefined) continue;
    const key = `${line.from}|${line.fate}|${line.why}`;
    const earlier = lines.get(key);
    lines.set(key, earlier === undefined ? line : { ...earlier, to: `${earlier.to}, ${line.to}` });
  }
  const service = snapshot.services.find((s) => isSameId(s.id, serviceId));
  return [...lines.values(), ...(service === undefined ? [] : noneSeen(snapshot, service, fates))];
}

function lineOf(snapshot: Snapshot, { before, after, requirement }: PairFate): ReportFate | undefined {
  if (before.state === "blocked" && after.state === "blocked") return undefined;
  const from = describeOrigin(snapshot, before.origin).replace(/,$/, "");
  const line = (fate: ReportFate["fate"], why: string): ReportFate => ({
    from,
    to: before.door.subresource,
    fate,
    why,
  });
  const way = decisiveWay(after)?.text ?? "there is no other way";
  if (after.state === "open") return line("stays open", way);
  switch (requirement.is) {
    case "accepted":
      return line("lost, accepted", requirement.reason);
    case "not required":
      return line("closes, as it may", requirement.reason);
    case "required":
      return line(after.state === "unknown" ? "can't be told" : "would be lost", way);
  }
}

/** The kinds of origin that a reader looks for, and what of them stays out of sight. */
const kinds: readonly {
  readonly kind: Origin["kind"];
  readonly from: string;
  readonly unseen: (snapshot: Snapshot, service: Service) => readonly string[];
}[] = [
  { kind: "ip-range", from: "allow-listed address ranges", unseen: () => [] },
  { kind: "subnet", from: "subnets let in by a rule", unseen: () => [] },
  { kind: "resource-instance", from: "resource instances let in by a rule", unseen: () => [] },
  { kind: "endpoint", from: "private endpoints from elsewhere", unseen: () => [] },
  {
    kind: "dependent",
    from: "other hubs, projects and AI services",
    unseen: () => ["subscriptions the caller can't see", "connections of other hubs that use a key"],
  },
  { kind: "identity", from: "identities that aren't this hub's", unseen: unseenIdentities },
];

function noneSeen(snapshot: Snapshot, service: Service, fates: readonly PairFate[]): readonly ReportFate[] {
  return kinds
    .filter(({ kind }) => !fates.some((fate) => fate.before.origin.kind === kind))
    .map(({ from, unseen }) => {
      const hidden = unseen(snapshot, service);
      const why = hidden.length === 0 ? "" : `not in sight: ${hidden.join("; ")}`;
      return { from, to: "", fate: "none seen", why };
    });
}

function unseenIdentities(snapshot: Snapshot, service: Service): readonly string[] {
  const groups = new Set(
    valueOr(service.users, [])
      .filter((user) => user.kind === "group")
      .map((user) => user.principalId),
  );
  return [
    "roles assigned above the resource group",
    ...(groups.size === 0 ? [] : [`members of the groups ${[...groups].join(", ")}`]),
    ...(service.role === "storage" && service.allowsSharedKey ? ["whoever holds an account key"] : []),
    ...snapshot.inner.unread.map((unread) => `${unread.what} (${nameOf(unread.id)}: ${unread.why})`),
  ];
}
