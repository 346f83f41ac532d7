import { byApply, entry, managedNetwork, privateLink, type CodeEntry } from "./entry.ts";

/** SFH4xx: identities and rights. */
export const identityCodes = {
  SFH401: entry(
    "error",
    "An identity lacks Reader on a storage private endpoint",
    "The studio finds your private path to storage with the hub's and projects' identities; without Reader, datastores don't appear.",
    "apply grants Reader on the endpoint, and only there.",
    privateLink,
    byApply,
  ),
  SFH402: entry(
    "error",
    "The hub's identity can't approve private endpoints on a target",
    "Since 30 April 2025 the service no longer grants itself this, and refuses or leaves Pending what it can't approve.",
    "Give it the role on the target: az role assignment create --role b556d68e-0be0-4f35-a333-ad7ee1ce17ea --assignee-object-id <hub identity> --assignee-principal-type ServicePrincipal --scope <target>",
    managedNetwork,
  ),
  SFH404: entry(
    "error",
    "Role assignments can't be read",
    "Whether an identity has what it needs is unknown, and unknown is not good.",
    "Give the caller Reader at the scope named (Microsoft.Authorization/*/read).",
    "Azure RBAC",
  ),
  SFH405: entry(
    "warning",
    "The caller can't read something around the hub",
    "What it says is unknown, and unknown is not good: nothing that depends on it is closed, and the hub isn't called private.",
    "Give the caller Reader on it. A connection or rule that leads to something deleted: remove it.",
    "Azure RBAC",
  ),
  SFH406: entry(
    "warning",
    "An accepted loss matches nothing",
    "Its resource is no service of this hub's, or its origin is nobody who uses that service: a slip of the pen looks like a guard that ignores you.",
    "Correct the entry in the config's accept list, or take it out.",
    "the config",
  ),
} as const satisfies Readonly<Record<string, CodeEntry>>;
