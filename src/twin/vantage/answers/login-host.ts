import type { CloudName } from "../../estate.ts";

const hosts: Readonly<Record<CloudName, string>> = {
  AzureCloud: "login.microsoftonline.com",
  AzureUSGovernment: "login.microsoftonline.us",
  AzureChinaCloud: "login.partner.microsoftonline.cn",
};

/** Where a challenge of this cloud's services sends a client for a token. */
export function loginHostOf(cloud: CloudName): string {
  return hosts[cloud];
}
