import { entry, privateLink, troubleshoot, type CodeEntry } from "./entry.ts";

/** SFH8xx: ways in for people. */
export const wayInCodes = {
  SFH801: entry(
    "error",
    "The private hub has no approved customer private endpoint",
    "Nobody can get in.",
    "Create one for sub-resource amlworkspace in your network.",
    privateLink,
  ),
  SFH802: entry(
    "error",
    "A service of the hub has no approved customer private endpoint",
    "The studio talks to it from the user's browser; once it is private, your network has no way to it.",
    "Create one in the network of the hub's endpoint.",
    privateLink,
  ),
  SFH803: entry(
    "warning",
    "No way into the private endpoint's network is in sight",
    "A private hub is reached from inside its network only: over a VPN, ExpressRoute, Virtual WAN, or a jump box behind Bastion. An appliance of your own may lead in unseen.",
    "Create a VPN gateway, an ExpressRoute gateway or a Bastion in the network, or peer it with one that has it.",
    troubleshoot,
  ),
} as const satisfies Readonly<Record<string, CodeEntry>>;
