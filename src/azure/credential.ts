import type { HttpClient } from "@azure/core-rest-pipeline";
import {
  AzureCliCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
} from "@azure/identity";
import type { AccessToken, GetTokenOptions, TokenCredential } from "@azure/identity";

import { RunError } from "../errors.ts";
import { builtInClouds } from "./cloud-endpoints.ts";

export type CredentialKind = "environment" | "cli" | "managed-identity" | "client-assertion";

/** A credential and what it is: of several tried, the one that gave the last token. */
export interface NamedCredential {
  readonly credential: TokenCredential;
  readonly name: string;
}

export interface CredentialOptions {
  readonly authorityHost: string;
  readonly tls?: { readonly ca: string } | undefined;
  /** Only this one; without it environment variables, then the Azure CLI, then a managed identity. */
  readonly kind?: CredentialKind | undefined;
  readonly httpClient?: HttpClient | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

interface Candidate {
  readonly kind: CredentialKind;
  readonly name: string;
  readonly credential: TokenCredential;
}

/**
 * The credential of a run. Complete AZURE_* variables are the only thing tried then: somebody who sets them means them.
 * Managed identity comes last: a runner's machine may carry somebody else's rights.
 * Throws RunError SFH912 where `kind` asks for what the environment doesn't hold.
 */
export function createCredential(env: Environment, options: CredentialOptions): NamedCredential {
  const fromEnvironment = environmentCandidate(env, options);
  if (options.kind === "environment" || options.kind === "client-assertion") {
    if (fromEnvironment?.kind === options.kind) return fromEnvironment;
    throw new RunError("SFH912", `The credential "${options.kind}" needs variables that are not set.`, {
      fix:
        options.kind === "environment"
          ? "Set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (or AZURE_CLIENT_CERTIFICATE_PATH)."
          : "Set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE.",
    });
  }
  if (options.kind === "cli") return cliCandidate(env);
  if (options.kind === "managed-identity") return managedIdentityCandidate(env, options);
  return fromEnvironment ?? firstOf([cliCandidate(env), managedIdentityCandidate(env, options)]);
}

function environmentCandidate(env: Environment, options: CredentialOptions): Candidate | undefined {
  const tenantId = env.AZURE_TENANT_ID;
  const clientId = env.AZURE_CLIENT_ID;
  if (!isSet(tenantId) || !isSet(clientId)) return undefined;
  const common = identityOptions(options);
  const secret = env.AZURE_CLIENT_SECRET;
  if (isSet(secret)) {
    const credential = new ClientSecretCredential(tenantId, clientId, secret, common);
    return { kind: "environment", name: "environment variables (client secret)", credential };
  }
  const certificatePath = env.AZURE_CLIENT_CERTIFICATE_PATH;
  if (isSet(certificatePath)) {
    const password = env.AZURE_CLIENT_CERTIFICATE_PASSWORD;
    const certificate = { certificatePath, ...(isSet(password) ? { certificatePassword: password } : {}) };
    const credential = new ClientCertificateCredential(tenantId, clientId, certificate, common);
    return { kind: "environment", name: "environment variables (certificate)", credential };
  }
  const tokenFilePath = env.AZURE_FEDERATED_TOKEN_FILE;
  if (!isSet(tokenFilePath)) return undefined;
  const credential = new WorkloadIdentityCredential({ ...common, tenantId, clientId, tokenFilePath });
  return { kind: "client-assertion", name: "environment variables (federated token file)", credential };
}

function cliCandidate(env: Environment): Candidate {
  const tenantId = env.AZURE_TENANT_ID;
  const credential = new AzureCliCredential(isSet(tenantId) ? { tenantId } : {});
  return { kind: "cli", name: "Azure CLI", credential };
}

function managedIdentityCandidate(env: Environment, options: CredentialOptions): Candidate {
  const clientId = env.AZURE_CLIENT_ID;
  const common = identityOptions(options);
  const credential = new ManagedIdentityCredential(isSet(clientId) ? { ...common, clientId } : common);
  return { kind: "managed-identity", name: "managed identity", credential };
}

function identityOptions(options: CredentialOptions): {
  authorityHost: string;
  disableInstanceDiscovery: boolean;
  tlsOptions?: { ca: string };
  httpClient?: HttpClient;
} {
  const publicHosts = Object.values(builtInClouds).map((endpoints) => endpoints.authorityHost);
  return {
    authorityHost: options.authorityHost,
    // The instances' directory is the public cloud's: it doesn't know a private authority.
    disableInstanceDiscovery: !publicHosts.includes(options.authorityHost.replace(/\/+$/, "").toLowerCase()),
    ...(options.tls === undefined ? {} : { tlsOptions: options.tls }),
    ...(options.httpClient === undefined ? {} : { httpClient: options.httpClient }),
  };
}

/** Tries each until one gives a token and stays with that one: a run never changes who it is. */
function firstOf(candidates: readonly Candidate[]): NamedCredential {
  let chosen: Candidate | undefined;
  const getToken = async (scopes: string | string[], options?: GetTokenOptions): Promise<AccessToken | null> => {
    if (chosen !== undefined) return chosen.credential.getToken(scopes, options);
    const reasons: string[] = [];
    for (const candidate of candidates) {
      try {
        const token = await candidate.credential.getToken(scopes, options);
        chosen = candidate;
        return token;
      } catch (error) {
        if (options?.abortSignal?.aborted === true) throw error;
        reasons.push(`${candidate.name}: ${firstLine(error)}`);
      }
    }
    throw new RunError("SFH906", `No credential found. environment variables: not set; ${reasons.join("; ")}`, {
      fix: "Sign in with azure/login or az login, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.",
    });
  };
  return {
    credential: { getToken },
    get name() {
      return chosen?.name ?? candidates.map((candidate) => candidate.name).join(" or ");
    },
  };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
