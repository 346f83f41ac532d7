import { readFileSync } from "node:fs";

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
import { isPublicAuthority } from "./cloud-endpoints.ts";
import { describeFault, firstLine } from "./faults.ts";
import { namingHost } from "./sign-in-host.ts";

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
 * Throws RunError SFH912 where `kind` asks for what the environment doesn't hold, SFH906 where it holds half of it: nobody
 * is signed in as somebody else because a secret came empty.
 */
export function createCredential(env: Environment, options: CredentialOptions): NamedCredential {
  if (options.kind === "cli") return withFix(cliCandidate(env), "Run az login, or leave --credential out.");
  if (options.kind === "managed-identity") {
    return withFix(
      managedIdentityCandidate(env, options),
      "Run where a managed identity is (AZURE_CLIENT_ID names a user-assigned one), or leave --credential out.",
    );
  }
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
  return fromEnvironment ?? firstOf([cliCandidate(env), managedIdentityCandidate(env, options)]);
}

function environmentCandidate(env: Environment, options: CredentialOptions): Candidate | undefined {
  const tenantId = env.AZURE_TENANT_ID;
  const clientId = env.AZURE_CLIENT_ID;
  if (!isSet(tenantId) || !isSet(clientId)) return undefined;
  const common = identityOptions(options);
  const named = (create: (common: IdentityOptions) => TokenCredential): TokenCredential =>
    namingHost(options.httpClient, (httpClient) => create({ ...common, httpClient }));
  const secret = env.AZURE_CLIENT_SECRET;
  if (isSet(secret)) {
    const credential = named((o) => new ClientSecretCredential(tenantId, clientId, secret, o));
    return { kind: "environment", name: "environment variables (client secret)", credential };
  }
  const certificatePath = env.AZURE_CLIENT_CERTIFICATE_PATH;
  if (isSet(certificatePath)) {
    checkFile("AZURE_CLIENT_CERTIFICATE_PATH", certificatePath);
    const password = env.AZURE_CLIENT_CERTIFICATE_PASSWORD;
    const certificate = { certificatePath, ...(isSet(password) ? { certificatePassword: password } : {}) };
    const credential = named((o) => new ClientCertificateCredential(tenantId, clientId, certificate, o));
    return { kind: "environment", name: "environment variables (certificate)", credential };
  }
  const tokenFilePath = env.AZURE_FEDERATED_TOKEN_FILE;
  if (!isSet(tokenFilePath)) throw halfSet(env);
  checkFile("AZURE_FEDERATED_TOKEN_FILE", tokenFilePath);
  const credential = named((o) => new WorkloadIdentityCredential({ ...o, tenantId, clientId, tokenFilePath }));
  return { kind: "client-assertion", name: "environment variables (federated token file)", credential };
}

/** What an application proves itself with; the first that is set counts. */
const proofs = ["AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE"] as const;

function halfSet(env: Environment): RunError {
  const empty = proofs.filter((name) => env[name] === "");
  const lacks =
    empty.length === 0
      ? `none of ${proofs.join(", ")} is`
      : `${empty.join(", ")} ${empty.length === 1 ? "is" : "are"} empty`;
  return new RunError("SFH906", `AZURE_TENANT_ID and AZURE_CLIENT_ID are set, but ${lacks}.`, {
    fix: `Set ${(empty.length === 0 ? proofs : empty).join(" or ")}; or unset AZURE_TENANT_ID, or give --credential, to sign in as somebody else.`,
  });
}

function checkFile(variable: string, path: string): void {
  let why = "is empty";
  try {
    if (readFileSync(path).length > 0) return;
  } catch (error) {
    why = `can't be read: ${firstLine(error)}`;
  }
  throw new RunError("SFH906", `AZURE_TENANT_ID and AZURE_CLIENT_ID are set, but the file ${variable} names ${why}.`, {
    fix: `Set ${variable} to a file that is there, or unset it.`,
  });
}

/** Says what mends this way of signing in, where it was asked for by name. */
function withFix({ name, credential }: Candidate, fix: string): NamedCredential {
  return {
    name,
    credential: {
      getToken: async (scopes, options) => {
        try {
          return await credential.getToken(scopes, options);
        } catch (error) {
          const fault = describeFault(error);
          if (options?.abortSignal?.aborted === true || fault.kind === "trust") throw error;
          throw new RunError("SFH906", `Signing in with the ${name} failed: ${fault.why}`, { fix, cause: error });
        }
      },
    },
  };
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

interface IdentityOptions {
  readonly authorityHost: string;
  readonly disableInstanceDiscovery: boolean;
  readonly tlsOptions?: { readonly ca: string };
  readonly httpClient?: HttpClient;
}

function identityOptions(options: CredentialOptions): IdentityOptions {
  return {
    authorityHost: options.authorityHost,
    disableInstanceDiscovery: !isPublicAuthority(options.authorityHost),
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

function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
