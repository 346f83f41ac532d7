import { createDefaultHttpClient, createPipelineFromOptions, createPipelineRequest } from "@azure/core-rest-pipeline";
import type { HttpClient } from "@azure/core-rest-pipeline";

import { RunError } from "../errors.ts";
import { builtInClouds, parseCloudEndpoints } from "./cloud-endpoints.ts";
import type { CloudEndpoints, EnvironmentName } from "./cloud-endpoints.ts";
import { describeFault } from "./faults.ts";
import { userAgent } from "./user-agent.ts";

export interface CloudOptions {
  /** ARM_CLOUD_METADATA_URL; wins over `environment`. */
  readonly metadataUrl?: string | undefined;
  readonly environment?: EnvironmentName | undefined;
  readonly tls?: { readonly ca: string } | undefined;
  readonly httpClient?: HttpClient | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The cloud to work in: a built-in one, or the one the metadata URL describes (asked without a token).
 * Throws RunError SFH912 for a URL that isn't https or has no such document, SFH907 where it can't be reached, SFH908 for
 * any other answer.
 */
export async function findCloud(options: CloudOptions): Promise<CloudEndpoints> {
  if (options.metadataUrl === undefined) return builtInClouds[options.environment ?? "azurecloud"];
  const url = parseMetadataUrl(options.metadataUrl);
  const text = await fetchText(url, options);
  return parseCloudEndpoints(parseJson(text, url), url.host);
}

function parseMetadataUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "https:") {
    throw new RunError("SFH912", `The cloud's metadata URL must be an https URL, and "${text}" is not.`, {
      fix: pathFix("https://<host>"),
    });
  }
  return url;
}

function pathFix(origin: string): string {
  return `Set ARM_CLOUD_METADATA_URL to ${origin}/metadata/endpoints?api-version=2022-09-01, or leave it out.`;
}

async function fetchText(url: URL, options: CloudOptions): Promise<string> {
  const pipeline = createPipelineFromOptions({
    userAgentOptions: { userAgentPrefix: userAgent },
    retryOptions: { maxRetries: 3, maxRetryDelayInMs: 2_000 },
    redirectOptions: { maxRetries: 0 },
    ...(options.tls === undefined ? {} : { tlsOptions: options.tls }),
  });
  const request = createPipelineRequest({
    url: url.href,
    timeout: 30_000,
    ...(options.signal === undefined ? {} : { abortSignal: options.signal }),
  });
  try {
    const response = await pipeline.sendRequest(options.httpClient ?? createDefaultHttpClient(), request);
    if (response.status === 200) return response.bodyAsText ?? "";
    const { status } = response;
    const what = `${url.origin}${url.pathname} answered ${status} when asked for the cloud's metadata document.`;
    if (status === 404) throw new RunError("SFH912", what, { fix: pathFix(url.origin), status });
    throw new RunError("SFH908", what, { status });
  } catch (error) {
    if (error instanceof RunError) throw error;
    if (options.signal?.aborted === true) throw new RunError("SFH905", "Cancelled.");
    const fault = describeFault(error);
    throw new RunError("SFH907", `The cloud's metadata document at ${url.origin} can't be read: ${fault.why}.`, {
      ...(fault.fix === undefined ? {} : { fix: fault.fix }),
      cause: error,
    });
  }
}

function parseJson(text: string, url: URL): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const what = `${url.origin}${url.pathname} answered something else than JSON when asked for the cloud's metadata document.`;
    throw new RunError("SFH912", what, { fix: pathFix(url.origin), cause: error });
  }
}
