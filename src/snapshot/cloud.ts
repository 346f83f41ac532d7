export type CloudName = "AzureCloud" | "AzureUSGovernment" | "AzureChinaCloud";

/**
 * One Azure cloud as its metadata document describes it (`/metadata/endpoints`).
 * Suffixes carry no leading dot: storage "core.windows.net", keyVault "vault.azure.net", registry "azurecr.io".
 */
export interface Cloud {
  /** The document's own name; a local or private cloud may have any. */
  readonly name: string;
  /** Which of the three public clouds it behaves like: decides private DNS zone names. */
  readonly kind: CloudName;
  readonly storageSuffix: string;
  readonly keyVaultSuffix: string;
  readonly registrySuffix: string;
}
