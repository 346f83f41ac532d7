import { otherIdentities, otherWorkspaces, unreadNetworks } from "../paths/find-paths.ts";
import type { Origin } from "../paths/pair.ts";
import type { LossCode } from "./codes/losses.ts";

/** The code a loss is known by. Who is shut out decides it; what can't be told about nobody in particular has one of its own. */
export function lossCodeOf({
  origin,
  isFirstEndpoint,
}: {
  readonly origin: Origin;
  readonly isFirstEndpoint: boolean;
}): LossCode {
  switch (origin.kind) {
    case "network":
    case "subnet":
      if (origin.id === unreadNetworks) return "SFH327";
      return isFirstEndpoint ? "SFH328" : "SFH321";
    case "ip-range":
      return "SFH322";
    case "dependent":
      return origin.id === otherWorkspaces.id ? "SFH327" : "SFH323";
    case "identity":
      return origin.id === otherIdentities.id ? "SFH327" : "SFH324";
    case "trusted-services":
      return "SFH325";
    case "managed-network":
      return "SFH326";
    case "resource-instance":
    case "endpoint":
    case "runner":
    case "internet":
      return "SFH327";
  }
}
