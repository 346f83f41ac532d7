import { byApply, entry, managedNetwork, type CodeEntry } from "./entry.ts";

/** SFH2xx: outbound rules and what connections lead to. */
export const outboundCodes = {
  SFH201: entry(
    "error",
    "A connected service has no private-endpoint rule",
    "Compute in the managed network has no private path to it.",
    "apply declares the rule.",
    managedNetwork,
    byApply,
  ),
  SFH202: entry(
    "error",
    "An outbound rule is not Active",
    "A rule counts only when Active and Approved on its target.",
    "apply waits for it and puts a rule of yours again, alone. Rules the service requires are never touched: if one stays so, open a support case.",
    managedNetwork,
    byApply,
  ),
  SFH203: entry(
    "error",
    "The private endpoint connection of an outbound rule is not Approved on its target",
    "Traffic over it is refused until the target's owner approves it. Names are predictable, so a connection is approved for you only when it is provably this hub's.",
    "Compare the endpoint's subscription with the hub's other managed endpoints, then: az network private-endpoint-connection approve --id <connection id>",
    managedNetwork,
  ),
  SFH204: entry(
    "note",
    "A connection that isn't this hub's is named like one of its outbound rules",
    "Names are predictable. Approving it would hand your data to a stranger; it is never approved or counted.",
    "Find out whose it is and remove it from the service.",
    "endpoint names equal rule names (observed)",
  ),
  SFH205: entry(
    "warning",
    "A connection could lead to a private endpoint, but maps to no resource you can see",
    "No resource id is in its metadata and no resource the caller can read answers to its host name.",
    "Put the resource id into the connection's metadata (ResourceId), or give the caller Reader on the resource.",
    managedNetwork,
  ),
  SFH206: entry(
    "note",
    "A connection leads to something private endpoints don't support",
    "It will use the public internet, or nothing where only approved outbound traffic is allowed.",
    "Nothing to do if that is intended.",
    managedNetwork,
  ),
  SFH207: entry(
    "error",
    "A service of the hub's own has no private-endpoint rule",
    "Under AllowInternetOutbound the service makes one only once the resource is private, so waiting for it before closing never ends.",
    "apply declares a rule of its own first; one the service adds later to the same destination is accepted.",
    managedNetwork,
    byApply,
  ),
  SFH208: entry(
    "error",
    "Outbound rules can't be read",
    "Nothing can be said about the hub's outbound paths.",
    "Give the caller Reader on the hub.",
    managedNetwork,
  ),
  SFH209: entry(
    "error",
    "An outbound rule disappeared while the run was at work",
    "It was there in one look and gone in the next. This program deletes no rule; another writer does, or the service lost it.",
    "apply puts one of its own back, once. For any other, find out who removed it, then run again: a rule the hub's connections need is declared anew.",
    "two looks at the hub's outbound rules",
  ),
  SFH210: entry(
    "error",
    "A rule of the name wanted leads somewhere else",
    "Writing under that name would turn the other rule around.",
    "Give the rule another name: outboundPrivateEndpoints[].name in the config.",
    managedNetwork,
  ),
} as const satisfies Readonly<Record<string, CodeEntry>>;
