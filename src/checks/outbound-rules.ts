import {
  approvedOfRule,
  connectionsOfRule,
  isFromElsewhere,
  privateEndpointRules,
  ruleTo,
} from "../paths/managed-endpoints.ts";
import type { HubConnection } from "../snapshot/hub-connection.ts";
import type { PrivateEndpointRule } from "../snapshot/outbound-rule.ts";
import { valueOr } from "../snapshot/read.ts";
import { isSameId, nameOf } from "../snapshot/resource-id.ts";
import type { EndpointConnection } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { finding, type Check, type Finding } from "./finding.ts";
import { azLine } from "./lines/shell.ts";
import { findWantedRules, type WantedRule } from "./wanted-rules.ts";

/** SFH201 to SFH208: every destination has a rule, and every rule carries traffic. */
export const checkOutboundRules: Check = (snapshot, spec) => {
  if (snapshot.outboundRules.is !== "known") {
    const why = snapshot.outboundRules.is === "unknown" ? snapshot.outboundRules.why : "the list is absent";
    return [finding("SFH208", { resourceId: snapshot.hub.id, detail: why, state: "unknown" })];
  }
  return [
    ...findWantedRules(snapshot, spec).flatMap((wanted) => missingRule(snapshot, wanted)),
    ...(snapshot.hub.managedNetwork.isActive
      ? privateEndpointRules(snapshot).flatMap((r) => ruleNotCarrying(snapshot, r))
      : []),
    ...valueOr(snapshot.hubConnections, []).flatMap(unmappedConnection),
  ];
};

function missingRule(snapshot: Snapshot, wanted: WantedRule): readonly Finding[] {
  const door = { service: wanted.target, subresource: wanted.subresource.toLowerCase() };
  if (ruleTo(valueOr(snapshot.outboundRules, []), door) !== undefined) return [];
  const detail = `No private-endpoint rule leads to ${nameOf(wanted.target)} ${wanted.subresource} (wanted by ${wanted.wantedBy}).`;
  return [
    finding(wanted.origin === "own" ? "SFH207" : "SFH201", {
      resourceId: wanted.target,
      subject: wanted.subresource,
      detail,
    }),
  ];
}

function ruleNotCarrying(snapshot: Snapshot, rule: PrivateEndpointRule): readonly Finding[] {
  const where = `Rule ${rule.name} to ${nameOf(rule.target)} ${rule.subresource}`;
  const of = { resourceId: rule.target, subject: rule.name };
  if (rule.status !== "Active") {
    const because = rule.failure === undefined ? "" : `: ${rule.failure}`;
    return [finding("SFH202", { ...of, detail: `${where} is ${rule.status}${because}.` })];
  }
  const service = snapshot.services.find((s) => isSameId(s.id, rule.target));
  if (service?.connections.is !== "known") {
    return [
      finding("SFH203", { ...of, state: "unknown", detail: `${where}: the connections of its target can't be read.` }),
    ];
  }
  const connections = connectionsOfRule(snapshot, service, rule);
  const { ours, doubtful } = approvedOfRule(snapshot, service, rule);
  const strangers = connections.filter((c) => isFromElsewhere(snapshot, c) && ours.length > 0);
  const named = strangers.map((c) => `${c.endpointId} (${c.status})`).join(", ");
  const alike =
    strangers.length === 0
      ? []
      : [finding("SFH204", { ...of, detail: `${where}: not this hub's, but of its name: ${named}.` })];
  if (ours.length > 0) return alike;
  if (doubtful.length > 0) {
    return [
      finding("SFH203", {
        ...of,
        state: "unknown",
        detail: `${where}: whose the connection of its name is can't be told.`,
      }),
    ];
  }
  return [notApproved(where, of, connections)];
}

function notApproved(
  where: string,
  of: { readonly resourceId: string; readonly subject: string },
  connections: readonly EndpointConnection[],
): Finding {
  const [one] = connections;
  if (one === undefined)
    return finding("SFH203", { ...of, detail: `${where} is Active, but no connection of it is on the target.` });
  const fix = `If ${one.endpointId} is this hub's: ${azLine("network private-endpoint-connection approve", { id: one.id })}`;
  return finding("SFH203", { ...of, detail: `${where}: its connection is ${one.status}.`, fix });
}

function unmappedConnection(connection: HubConnection): readonly Finding[] {
  const { leadsTo } = connection;
  switch (leadsTo.is) {
    case "nothing":
      return [
        finding("SFH205", { resourceId: connection.id, detail: `Connection ${connection.name}: ${leadsTo.why}.` }),
      ];
    case "unsupported":
      return [
        finding("SFH206", {
          resourceId: connection.id,
          detail: `Connection ${connection.name} leads to ${leadsTo.type}, which has no private endpoint support.`,
        }),
      ];
    case "own":
    case "destinations":
      return [];
  }
}
