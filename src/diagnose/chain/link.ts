/**
 * The chain that must hold for a hub to work privately, in the order in which one link rests on those before it. What
 * comes after a broken link may be broken only because of it.
 */
export const links = [
  "in-sight",
  "managed-network",
  "outbound-rules",
  "rules-active",
  "connections-approved",
  "customer-endpoints",
  "way-in",
  "names",
  "from-here",
  "client-side",
  "readers",
  "public-doors",
  "project-stores",
  "own-diagnosis",
] as const;

export type Link = (typeof links)[number];

/** What only a diagnosis looks at. */
const onlyDiagnosed: readonly Link[] = ["way-in", "from-here", "client-side", "own-diagnosis"];

/** The links that plan, apply and verify judge. */
export const everyRunsLinks: readonly Link[] = links.filter((link) => !onlyDiagnosed.includes(link));

export interface LinkWords {
  readonly name: string;
  /** What must hold there. */
  readonly holds: string;
  /** What mends a path that ends there, where no finding says it better. */
  readonly mend: string;
}

export const linkWords: Readonly<Record<Link, LinkWords>> = {
  "in-sight": {
    name: "in sight",
    holds: "the hub is made, and its services and surroundings can be read",
    mend: "Give the caller Reader on what could not be read.",
  },
  "managed-network": {
    name: "managed network",
    holds: "the managed network is there as wanted, and provisioned",
    mend: "apply provisions it.",
  },
  "outbound-rules": {
    name: "outbound rules",
    holds: "a private-endpoint rule leads to each service",
    mend: "Have a private-endpoint rule to the service: outboundPrivateEndpoints in the config.",
  },
  "rules-active": {
    name: "rules Active",
    holds: "each rule is Active",
    mend: "apply waits for it and puts a rule of yours again.",
  },
  "connections-approved": {
    name: "connections Approved",
    holds: "each rule's connection is Approved on its target",
    mend: "Approve the connection on the target, if it is this hub's.",
  },
  "customer-endpoints": {
    name: "customer private endpoints",
    holds: "your network has an approved private endpoint",
    mend: "Create a private endpoint in the network of the hub's endpoint.",
  },
  "way-in": {
    name: "way in",
    holds: "a VPN, ExpressRoute or Bastion leads into the network of each customer private endpoint",
    mend: "Create one, or peer the network with one that has it.",
  },
  names: {
    name: "names",
    holds: "names resolve to the private endpoints in your networks",
    mend: "Add the record, or link the zone to the network.",
  },
  "from-here": {
    name: "from here",
    holds: "this machine reaches each private endpoint, where it can see one at all",
    mend: "Let this machine ask the network's DNS and connect to it.",
  },
  "client-side": {
    name: "client side",
    holds: "no proxy, PAC or browser setting stands in the way",
    mend: "Send these names direct.",
  },
  readers: {
    name: "Reader",
    holds: "the hub's and projects' identities can read the storage private endpoints",
    mend: "apply grants Reader on the endpoint.",
  },
  "public-doors": {
    name: "public doors",
    holds: "each public door is shut or open as wanted",
    mend: "Let in who must get in, by a private way or by a rule.",
  },
  "project-stores": {
    name: "workspaceblobstore",
    holds: "each project has its workspaceblobstore",
    mend: "The service makes it once nothing is in its way; apply and diagnose --wait wait for it.",
  },
  "own-diagnosis": {
    name: "the service's own diagnosis",
    holds: "the service finds nothing wrong from its side",
    mend: "Follow what it says.",
  },
};
