import { z } from "zod";

import { RunError } from "../errors.ts";
import type { Cloud, CloudName } from "../snapshot/cloud.ts";

/** A cloud with where to send requests, where to sign in, and for what. */
export interface CloudEndpoints {
  readonly cloud: Cloud;
  /** Origin of ARM, without a trailing slash. */
  readonly resourceManager: string;
  /** Origin to sign in at, without a trailing slash. */
  readonly authorityHost: string;
  /** The scope tokens are asked for. */
  readonly scope: string;
}

export const environmentNames = ["azurecloud", "azureusgovernment", "azurechinacloud"] as const;

export type EnvironmentName = (typeof environmentNames)[number];

/** The three public clouds: their ARM metadata documents as published. */
export const builtInClouds: Readonly<Record<EnvironmentName, CloudEndpoints>> = {
  azurecloud: {
    cloud: {
      name: "AzureCloud",
      kind: "AzureCloud",
      storageSuffix: "core.windows.net",
      keyVaultSuffix: "vault.azure.net",
      registrySuffix: "azurecr.io",
    },
    resourceManager: "https://management.azure.com",
    authorityHost: "https://login.microsoftonline.com",
    scope: "https://management.azure.com/.default",
  },
  azureusgovernment: {
    cloud: {
      name: "AzureUSGovernment",
      kind: "AzureUSGovernment",
      storageSuffix: "core.usgovcloudapi.net",
      keyVaultSuffix: "vault.usgovcloudapi.net",
      registrySuffix: "azurecr.us",
    },
    resourceManager: "https://management.usgovcloudapi.net",
    authorityHost: "https://login.microsoftonline.us",
    scope: "https://management.usgovcloudapi.net/.default",
  },
  azurechinacloud: {
    cloud: {
      name: "AzureChinaCloud",
      kind: "AzureChinaCloud",
      storageSuffix: "core.chinacloudapi.cn",
      keyVaultSuffix: "vault.azure.cn",
      registrySuffix: "azurecr.cn",
    },
    resourceManager: "https://management.chinacloudapi.cn",
    authorityHost: "https://login.chinacloudapi.cn",
    scope: "https://management.chinacloudapi.cn/.default",
  },
};

/** Whether the SDKs may ask the directory of instances about a sign-in host: that is Microsoft's, and knows no private one. */
export function isPublicAuthority(authorityHost: string): boolean {
  const host = authorityHost.replace(/\/+$/, "").toLowerCase();
  return Object.values(builtInClouds).some((endpoints) => endpoints.authorityHost === host);
}

const suffix = z.string().transform((text) => text.replace(/^\./, "").replace(/\/+$/, "").toLowerCase());

const metadataEntry = z.object({
  name: z.string().min(1),
  resourceManager: z.url({ protocol: /^https$/ }),
  authentication: z.object({
    loginEndpoint: z.url({ protocol: /^https$/ }),
    audiences: z.array(z.string()).default([]),
  }),
  suffixes: z
    .object({ storage: suffix.optional(), keyVaultDns: suffix.optional(), acrLoginServer: suffix.optional() })
    .default({}),
});

type MetadataEntry = z.infer<typeof metadataEntry>;

/**
 * The cloud a metadata document describes: one object (api-version 2022-09-01) or a list of them (2019-05-01).
 * Of a list, the entry of `host` counts, or the only one there is. Throws RunError SFH908 for anything else.
 */
export function parseCloudEndpoints(document: unknown, host: string): CloudEndpoints {
  const parsed = z.union([metadataEntry.transform((entry) => [entry]), z.array(metadataEntry)]).safeParse(document);
  if (!parsed.success) {
    throw new RunError(
      "SFH908",
      `The cloud's metadata document is not what Azure publishes: ${z.prettifyError(parsed.error)}`,
    );
  }
  const here = parsed.data.find((entry) => new URL(entry.resourceManager).host === host.toLowerCase());
  const entry = here ?? (parsed.data.length === 1 ? parsed.data[0] : undefined);
  if (entry === undefined) {
    throw new RunError(
      "SFH908",
      `The metadata document of ${host} lists ${parsed.data.length} clouds and none of them is its own.`,
    );
  }
  return endpointsOf(entry);
}

function endpointsOf(entry: MetadataEntry): CloudEndpoints {
  const kind = kindOf(entry);
  const known = builtInClouds[environmentOf(kind)].cloud;
  const resourceManager = entry.resourceManager.replace(/\/+$/, "");
  // The audience stands as published: Entra takes ".../" + "/.default" for one that ends with a slash.
  const audience = entry.authentication.audiences[0] ?? resourceManager;
  return {
    cloud: {
      name: entry.name,
      kind,
      storageSuffix: entry.suffixes.storage ?? known.storageSuffix,
      keyVaultSuffix: entry.suffixes.keyVaultDns ?? known.keyVaultSuffix,
      registrySuffix: entry.suffixes.acrLoginServer ?? known.registrySuffix,
    },
    resourceManager,
    authorityHost: entry.authentication.loginEndpoint.replace(/\/+$/, ""),
    scope: `${audience}/.default`,
  };
}

/** By name where it is a public cloud's, else by the storage suffix; a private cloud that tells neither is public. */
function kindOf(entry: MetadataEntry): CloudName {
  const clouds = Object.values(builtInClouds).map((endpoints) => endpoints.cloud);
  const byName = clouds.find((cloud) => cloud.name.toLowerCase() === entry.name.toLowerCase());
  const bySuffix = clouds.find((cloud) => cloud.storageSuffix === entry.suffixes.storage);
  return (byName ?? bySuffix)?.kind ?? "AzureCloud";
}

function environmentOf(kind: CloudName): EnvironmentName {
  const names = {
    AzureCloud: "azurecloud",
    AzureUSGovernment: "azureusgovernment",
    AzureChinaCloud: "azurechinacloud",
  } as const;
  return names[kind];
}
