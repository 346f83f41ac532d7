import { byApply, entry, privateLink, type CodeEntry } from "./entry.ts";

/** SFH3xx: the public doors, and who would lose a way when one closes. */
export const publicAccessCodes = {
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
} as const satisfies Readonly<Record<string, CodeEntry>>;
