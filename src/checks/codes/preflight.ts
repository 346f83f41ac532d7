import { entry, managedNetwork, type CodeEntry } from "./entry.ts";

const permissions = "Azure RBAC, the permissions that a scope lists for whoever asks";

/** SFH407 to SFH410, SFH92x: what is looked at before the first write and refuses nothing by itself. */
export const preflightCodes = {
  SFH407: entry(
    "note",
    "Whether the caller may do what the plan takes can't be told",
    "The step is tried; where the caller may not, Azure refuses it, and nobody is locked out by that.",
    "Give the caller Reader at the scope named (Microsoft.Authorization/*/read), and look again.",
    permissions,
  ),
  SFH408: entry(
    "note",
    "The caller may assign roles only under a condition",
    "Whether the condition lets it grant Reader can't be evaluated from here; Azure decides when the grant is made.",
    "Nothing, where the condition allows Reader (acdd72a7-3385-48ef-bd42-f606fba81ae7) for service principals.",
    "Delegate Azure role assignment management with conditions",
  ),
  SFH409: entry(
    "note",
    "The caller lacks an action that Azure may ask for",
    "A write that carries a service's subnet rules names those subnets; that Azure asks for the right to join them again is not confirmed.",
    "Give the caller the action on the subnets named where Azure refuses the write.",
    "Azure Storage, firewall rules of virtual networks",
  ),
  SFH410: entry(
    "note",
    "Lists of a subscription may leave things out",
    "Azure leaves out of a list what the caller may not read. Another workspace on the same storage, or a private DNS zone, may be there unseen.",
    "Give the caller Reader on the subscription.",
    permissions,
  ),
  SFH921: entry(
    "note",
    "A lock lies over what the run writes",
    "ReadOnly forbids every change. CanNotDelete forbids none of ours, but the managed network's own endpoints and its computes are made and deleted by Azure: locks over a hub are not supported.",
    "Take the lock off the hub, its services and their resource group, or know that managed compute may fail on it.",
    managedNetwork,
  ),
  SFH922: entry(
    "note",
    "Whether something is in the way of the plan can't be told",
    "A lock, a policy or a provider that isn't registered makes Azure refuse a write; nobody is locked out by that.",
    "Give the caller Reader at the scope named, and look again.",
    "Azure Resource Manager: locks, Azure Policy, resource providers",
  ),
} as const satisfies Readonly<Record<string, CodeEntry>>;
