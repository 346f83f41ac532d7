import type { CloudName } from "../../estate.ts";

export interface CloudDomains {
  readonly storage: string;
  readonly vault: string;
  readonly registry: string;
  readonly workspace: string;
  readonly notebooks: string;
  readonly search: string;
  readonly cognitive: string;
  readonly openAi: string;
  /** The public cloud only. */
  readonly servicesAi?: string;
}

/** Not confirmed: Search in Azure Government, OpenAI in both sovereign clouds, the registry in China. */
export const cloudDomains: Readonly<Record<CloudName, CloudDomains>> = {
  AzureCloud: {
    storage: "core.windows.net",
    vault: "vault.azure.net",
    registry: "azurecr.io",
    workspace: "api.azureml.ms",
    notebooks: "notebooks.azure.net",
    search: "search.windows.net",
    cognitive: "cognitiveservices.azure.com",
    openAi: "openai.azure.com",
    servicesAi: "services.ai.azure.com",
  },
  AzureUSGovernment: {
    storage: "core.usgovcloudapi.net",
    vault: "vault.usgovcloudapi.net",
    registry: "azurecr.us",
    workspace: "api.ml.azure.us",
    notebooks: "notebooks.usgovcloudapi.net",
    search: "search.azure.us",
    cognitive: "cognitiveservices.azure.us",
    openAi: "openai.azure.us",
  },
  AzureChinaCloud: {
    storage: "core.chinacloudapi.cn",
    vault: "vault.azure.cn",
    registry: "azurecr.cn",
    workspace: "api.ml.azure.cn",
    notebooks: "notebooks.chinacloudapi.cn",
    search: "search.azure.cn",
    cognitive: "cognitiveservices.azure.cn",
    openAi: "openai.azure.cn",
  },
};
