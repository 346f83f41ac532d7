import { byApply, entry, managedNetwork, type CodeEntry } from "./entry.ts";

/** SFH1xx: the managed network. */
export const managedNetworkCodes = {
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
} as const satisfies Readonly<Record<string, CodeEntry>>;
