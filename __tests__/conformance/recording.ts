import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Json } from "../../src/twin/estate.ts";
import { isJson } from "../../src/twin/wire/json-fields.ts";

/** One request and its answer, as a public test suite recorded it. Header names are in lower case. */
export interface Interaction {
  readonly index: number;
  readonly method: string;
  readonly url: URL;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: Json | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json | undefined;
}

export interface Recording {
  /** `provider/file`, below the folder of recordings. */
  readonly name: string;
  readonly interactions: readonly Interaction[];
}

/** Real traffic, kept beside the repository and not in it. */
export const recordingsFolder = path.resolve(import.meta.dirname, "../../../shared/recordings");
export const areRecordingsThere = existsSync(recordingsFolder);

const folders = [
  ...["acr", "authorization", "keyvault", "machinelearning", "network", "privatedns", "resourcegraph", "storage"],
];

/** Every recording: VCR's YAML and the test proxy's JSON. Examples of the spec and pasted texts are none. */
export function loadRecordings(): readonly Recording[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(recordingsFolder, folder))
      .toSorted()
      .map((file) => ({
        name: `${folder}/${file}`,
        interactions: loadFile(path.join(recordingsFolder, folder, file)),
      })),
  );
}

function loadFile(file: string): readonly Interaction[] {
  const text = readFileSync(file, "utf8");
  return file.endsWith(".yaml")
    ? vcr.parse(parse(text)).interactions.map(fromVcr)
    : testProxy.parse(JSON.parse(text)).Entries.map(fromTestProxy);
}

const headers = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const vcr = z.object({
  interactions: z.array(
    z.object({
      request: z.object({ method: z.string(), uri: z.string(), headers, body: z.string().nullable() }),
      response: z.object({
        status: z.object({ code: z.number() }),
        headers,
        body: z.object({ string: z.string().nullable() }),
      }),
    }),
  ),
});

const testProxy = z.object({
  Entries: z.array(
    z.object({
      RequestUri: z.string(),
      RequestMethod: z.string(),
      RequestHeaders: headers.default({}),
      RequestBody: z.unknown(),
      StatusCode: z.number(),
      ResponseHeaders: headers.default({}),
      ResponseBody: z.unknown(),
    }),
  ),
});

function fromVcr(given: z.infer<typeof vcr>["interactions"][number], index: number): Interaction {
  const { request, response } = given;
  return {
    index,
    method: request.method,
    url: new URL(request.uri),
    requestHeaders: lowered(request.headers),
    requestBody: bodyOf(request.body),
    status: response.status.code,
    headers: lowered(response.headers),
    body: bodyOf(response.body.string),
  };
}

function fromTestProxy(given: z.infer<typeof testProxy>["Entries"][number], index: number): Interaction {
  return {
    index,
    method: given.RequestMethod,
    url: new URL(given.RequestUri),
    requestHeaders: lowered(given.RequestHeaders),
    requestBody: jsonOf(given.RequestBody),
    status: given.StatusCode,
    headers: lowered(given.ResponseHeaders),
    body: jsonOf(given.ResponseBody),
  };
}

function lowered(given: z.infer<typeof headers>): Readonly<Record<string, string>> {
  const entries = Object.entries(given).map(([name, value]) => [name.toLowerCase(), [value].flat().join(", ")]);
  return z.record(z.string(), z.string()).parse(Object.fromEntries(entries));
}

function bodyOf(text: string | null): Json | undefined {
  return text === null || text.trim() === "" ? undefined : jsonOf(JSON.parse(text));
}

/** The test proxy stores no body as null. */
function jsonOf(value: unknown): Json | undefined {
  return value !== null && isJson(value) ? value : undefined;
}
