/**
 * Api-versions that only real clients send, beside those of the specs. Seen from the Azure CLI 2.91.0, a command each;
 * `az network private-endpoint-connection` and `private-link-resource` have a version of their own for every type, here
 * called pec. azure-ai-ml 1.35.2 and the JavaScript SDKs send what the specs have.
 */
const CLIENT_VERSIONS: Readonly<Record<string, readonly string[]>> = {
  // az keyvault show and update without a group, which look for the vault in the subscription's list of resources.
  "microsoft.resources": ["2015-11-01"],
  "microsoft.machinelearningservices": ["2021-01-01"], // pec
  "microsoft.storage": ["2019-06-01"], // pec
  "microsoft.keyvault": ["2019-09-01"], // pec, for the vault as well: its list is in the vault's body
  "microsoft.containerregistry": ["2019-12-01-preview"], // pec
  "microsoft.search": ["2020-08-01"], // pec
  "microsoft.cognitiveservices": ["2022-03-01"], // pec
  "microsoft.documentdb": ["2019-08-01-preview", "2020-03-01"], // pec, and for the account itself
  "microsoft.sql": ["2018-06-01-preview"], // pec
  // az network vnet; az network private-dns
  "microsoft.network": ["2025-07-01", "2018-09-01"],
};

/** The versions real clients send for a provider, whatever its specs say. */
export function clientVersionsOf(provider: string): readonly string[] {
  return CLIENT_VERSIONS[provider.toLowerCase()] ?? [];
}
