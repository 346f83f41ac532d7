/** The catalogue of findings about a hub: generates docs/codes.md, SARIF rules and `explain CODE`. */

export type Severity = "error" | "warning" | "note";

export interface CodeEntry {
  readonly title: string;
  /** `error` and `warning` are drift; a `note` is not. */
  readonly severity: Severity;
  readonly why: string;
  /** What mends it, and who does. */
  readonly mend: string;
  /** True where apply mends it by itself when it can be done safely. */
  readonly isMendedByApply: boolean;
  readonly source: string;
}

const managedNetwork = "Configure a managed network for Azure AI Foundry hubs";
const privateLink = "Configure a private link for Azure AI Foundry hubs";
const troubleshoot = "Troubleshoot connection to a project with a private endpoint";
const endpointDns = "Azure private endpoint private DNS zone values";

function entry(
  severity: Severity,
  title: string,
  why: string,
  mend: string,
  source: string,
  isMendedByApply = false,
): CodeEntry {
  return { severity, title, why, mend, source, isMendedByApply };
}

const byApply = true;

export const codes = {
  SFH101: entry(
    "error",
    "The managed network is not provisioned",
    "Its private endpoints exist only once it is; until then compute has no private path to anything.",
    "apply provisions it (about 30 minutes; Private Link and, with FQDN rules, a firewall are billed from then on).",
    managedNetwork,
    byApply,
  ),
  SFH102: entry(
    "error",
    "The hub has no managed network",
    "With isolation mode Disabled, compute reaches every service over the public internet.",
    "Enable it yourself (one-way): az ml workspace update --managed-network allow_only_approved_outbound. The program never changes the isolation mode.",
    managedNetwork,
  ),
  SFH103: entry(
    "error",
    "The isolation mode is not the one the config asks for",
    "The change is one-way, so it is never made for you.",
    "Change it yourself, or set isolationMode in the config to what the hub has.",
    managedNetwork,
  ),
  SFH104: entry(
    "warning",
    "Serverless Spark is not ready in the managed network",
    "The config asks for includeSpark.",
    "apply provisions the network with includeSpark.",
    managedNetwork,
    byApply,
  ),
  SFH105: entry(
    "note",
    "The hub is still being created or changed",
    "What is read now says nothing about how it ends, so nothing is judged or planned.",
    "Run again when its provisioning state is Succeeded.",
    "Machine Learning REST API, provisioningState",
  ),
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
  SFH301: entry(
    "error",
    "The storage account answers the public internet",
    "Everybody with a key or token can reach the data from anywhere.",
    "apply closes it once every required path has a private way.",
    "How to use Azure AI Foundry playground chat on your data securely",
    byApply,
  ),
  SFH302: entry(
    "error",
    "The key vault answers the public internet",
    "Secrets of all connections are in it.",
    "apply closes it once every required path has a private way.",
    "Key Vault network security",
    byApply,
  ),
  SFH303: entry(
    "error",
    "The container registry answers the public internet",
    "Images can be pulled and pushed from anywhere.",
    "apply closes it once every required path has a private way.",
    "Container Registry private endpoints",
    byApply,
  ),
  SFH304: entry(
    "error",
    "The hub answers the public internet",
    "The studio and its API can be reached from anywhere.",
    "apply closes it, last, where the config asks (publicAccess.hub: Disabled).",
    privateLink,
    byApply,
  ),
  SFH305: entry(
    "warning",
    "Trusted Microsoft services are shut out of a private service",
    "With public access off, the bypass is how Microsoft's own services get in.",
    "Set trustedServices: Always in the config, or leave it if intended.",
    "Storage: trusted Azure services; Key Vault network security",
  ),
  SFH306: entry(
    "error",
    "The container registry is not Premium",
    "Only Premium has private endpoints and can be closed. The SKU is yours to change.",
    "az acr update --name <registry> --sku Premium",
    "Container Registry private endpoints",
  ),
  SFH307: entry(
    "error",
    "No compute is set to build images",
    "A private registry can't build images itself; environments would fail to build.",
    "Create a CPU cluster and set it: az ml workspace update --image-build-compute <cluster>",
    "Secure a workspace with a virtual network: Azure Container Registry",
  ),
  SFH308: entry(
    "warning",
    "A connected service answers the public internet",
    "It isn't the hub's own, so it is reported and never written.",
    "Close it yourself, or accept it in the config.",
    privateLink,
  ),
  SFH309: entry(
    "warning",
    "A network security perimeter manages the service's public access",
    "Writing publicNetworkAccess would take it out of the perimeter, so it is never overwritten.",
    "Close it through the perimeter's access rules.",
    "Key Vault network security",
  ),
  SFH310: entry(
    "error",
    "A service of the hub can't be read",
    "Nothing can be said about it, and unknown is not good.",
    "Give the caller Reader on it.",
    "Azure RBAC",
  ),
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
  SFH501: entry(
    "error",
    "workspaceblobstore is missing in a project",
    "Uploads, prompt flow and evaluation have nowhere to go.",
    "The service makes it, late when storage is private; apply waits for it when it can still come.",
    troubleshoot,
  ),
  SFH502: entry(
    "error",
    "workspaceblobstore points elsewhere",
    "It isn't the hub's storage account, or isn't the project's own container.",
    "Find out who changed it; datastores are never written by this program.",
    troubleshoot,
  ),
  SFH503: entry(
    "error",
    "Datastores use account keys which the storage account refuses",
    "systemDatastoresAuthMode is accesskey and allowSharedKeyAccess is false: no default datastore can work or be made.",
    "az ml workspace update --system-datastores-auth-mode identity, or allow keys again.",
    "Disable local authentication (shared key) for hub storage",
  ),
  SFH504: entry(
    "warning",
    "The connection to workspaceblobstore is missing in a project",
    "The datastore is there, but the studio shows connections.",
    "Refresh the project's settings in the portal; the service makes it.",
    troubleshoot,
  ),
  SFH505: entry(
    "error",
    "A project's datastores can't be read",
    "Whether its workspaceblobstore is there is unknown.",
    "Give the caller Reader on the project.",
    troubleshoot,
  ),
  SFH601: entry(
    "error",
    "A private endpoint has no DNS zone group",
    "Nothing writes or updates its records.",
    "Recreate it with DNS integration, or: az network private-endpoint dns-zone-group create",
    troubleshoot,
  ),
  SFH602: entry(
    "error",
    "The private DNS zone is not linked to the private endpoint's network",
    "Clients there get the public address.",
    "az network private-dns link vnet create --zone-name <zone> --virtual-network <network> --registration-enabled false",
    troubleshoot,
  ),
  SFH603: entry(
    "error",
    "A DNS record is not the private endpoint's address",
    "Clients connect to the wrong machine, or to none.",
    "Correct the A record, or recreate the zone group so that Azure does.",
    troubleshoot,
  ),
  SFH604: entry(
    "error",
    "A linked private DNS zone lacks the record",
    "Clients in the network get NXDOMAIN, where without the link they would get the public address.",
    "Add the record (a zone group does), or unlink the zone.",
    endpointDns,
  ),
  SFH605: entry(
    "error",
    "A custom DNS server answers wrongly for a private endpoint",
    "Clients of that server don't reach the endpoint.",
    "Forward the public zone to 168.63.129.16 from inside the network, or correct the record.",
    troubleshoot,
  ),
  SFH606: entry(
    "warning",
    "A custom DNS server can't be asked from here",
    "What clients of that network resolve is unknown, so nothing that depends on it is closed.",
    "Run from a machine in that network, or accept the loss by name.",
    troubleshoot,
  ),
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
} as const satisfies Readonly<Record<string, CodeEntry>>;

export type FindingCode = keyof typeof codes;

export const findingCodes: readonly FindingCode[] = Object.keys(codes).filter(isFindingCode);

export function isFindingCode(text: string): text is FindingCode {
  return Object.hasOwn(codes, text);
}
