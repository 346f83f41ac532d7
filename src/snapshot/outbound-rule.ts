import { idKey, type ResourceId } from "./resource-id.ts";

export type RuleStatus = "Active" | "Inactive" | "Provisioning" | "Failed" | "Deleting" | "Unknown";
export type RuleCategory = "Required" | "Recommended" | "UserDefined" | "Dependency" | "Unknown";

/** An outbound rule of type PrivateEndpoint. Rules are told apart by destination, never by name. */
export interface PrivateEndpointRule {
  readonly type: "PrivateEndpoint";
  readonly name: string;
  readonly category: RuleCategory;
  readonly status: RuleStatus;
  readonly target: ResourceId;
  /** Lower case: "blob", "searchservice". */
  readonly subresource: string;
  /** Host names an Application Gateway answers for; empty for everything else. */
  readonly fqdns: readonly string[];
  readonly sparkEnabled: boolean;
  /** The service's own words where it says why a rule failed. */
  readonly failure: string | undefined;
}

/** A ServiceTag or FQDN rule: read, shown, never written. `destination` is the FQDN or the tag. */
export interface OtherRule {
  readonly type: "FQDN" | "ServiceTag" | "Unknown";
  readonly name: string;
  readonly category: RuleCategory;
  readonly status: RuleStatus;
  readonly destination: string;
}

export type OutboundRule = PrivateEndpointRule | OtherRule;

/** Where a private-endpoint rule leads. */
export interface Destination {
  readonly target: ResourceId;
  /** As Azure spells it ("searchService"); compared case-blind. */
  readonly subresource: string;
}

/** Equal exactly where two destinations are one. */
export function destinationKey({ target, subresource }: Destination): string {
  return `${idKey(target)}|${subresource.toLowerCase()}`;
}

/** Where a rule leads: the key of its destination, or the FQDN or tag of another rule. */
export function leadOf(rule: OutboundRule): string {
  return rule.type === "PrivateEndpoint" ? destinationKey(rule) : rule.destination;
}
