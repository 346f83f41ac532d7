import type { CloudName } from "./cloud.ts";

/** The pages of the studio, whose scripts talk to the hub and its services. Whether China has the newer one isn't confirmed. */
export const studioPages: Readonly<Record<CloudName, readonly string[]>> = {
  AzureCloud: ["https://ai.azure.com", "https://ml.azure.com"],
  AzureUSGovernment: ["https://ai.azure.us", "https://ml.azure.us"],
  AzureChinaCloud: ["https://studio.ml.azure.cn"],
};
