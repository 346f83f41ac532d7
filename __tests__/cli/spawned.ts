import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import type { EstateDocument } from "../../src/twin/estate.ts";

export const root = path.resolve(import.meta.dirname, "../..");
export const cli = path.join(root, "dist/cli.js");

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves once standard error or output holds the text. */
  readonly saying: (text: string) => Promise<void>;
  /** Standard output so far. */
  readonly said: () => string;
  readonly ended: Promise<Ended>;
}

export type Variables = Readonly<Record<string, string>>;

/** Starts a program of ours with an environment of its own: nothing of this machine's leaks in. */
export function start(file: string, args: readonly string[], env: Variables = {}, cwd = scratchFolder()): Running {
  const child = spawn(process.execPath, [file, ...args], { cwd, env: { PATH: "", HOME: cwd, ...env } });
  child.stdin.end();
  let out = "";
  let err = "";
  const waiting = new Set<() => void>();
  const heard = (): void => {
    for (const look of waiting) look();
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    heard();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
    heard();
  });
  const ended = once(child, "close").then(() => ({ code: child.exitCode, out, err }));
  const saying = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if ((out + err).includes(text)) resolve();
      };
      waiting.add(look);
      look();
      void ended.then(() => reject(new Error(`ended without saying "${text}":\n${out}${err}`)));
    });
  return { child, saying, ended, said: () => out };
}

/** Runs the built command line to its end. */
export async function runCli(args: readonly string[], env: Variables = {}, cwd?: string): Promise<Ended> {
  return start(cli, args, env, cwd).ended;
}

export function scratchFolder(): string {
  return mkdtempSync(path.join(tmpdir(), "secure-foundry-hub-test-"));
}

/** Writes content to a file of that name in a folder of its own; gives its path. */
export function scratchFile(name: string, content: string): string {
  const file = path.join(scratchFolder(), name);
  writeFileSync(file, content);
  return file;
}

const place = z.string().regex(/^127\.0\.0\.1:\d+$/);

const announcedVantage = z.strictObject({
  standpoint: z.union([
    z.strictObject({ kind: z.literal("public"), ip: z.string() }),
    z.strictObject({ kind: z.literal("vnet"), subnet: z.string() }),
  ]),
  dns: z.array(z.strictObject({ server: z.string(), at: place })),
  doors: z.array(
    z.strictObject({ address: z.string(), port: z.literal(443), names: z.array(z.string()).min(1), at: place }),
  ),
});

const announcement = z.strictObject({
  arm: z.url(),
  metadataUrl: z.url(),
  caFile: z.string(),
  tenantId: z.string(),
  clientId: z.string(),
  clientSecret: z.string(),
  hub: z.string(),
  pid: z.number(),
  vantage: announcedVantage,
});

const logEntry = z.object({
  method: z.string(),
  id: z.string(),
  query: z.string(),
  isWrite: z.boolean(),
  status: z.number(),
});

export interface SpawnedTwin extends z.infer<typeof announcement> {
  /** What a program needs to reach the twin as it would reach any cloud. */
  readonly env: Variables;
  /** Writes that arrived. */
  writes(): Promise<readonly string[]>;
  /** The queries of all requests that arrived. */
  queries(): Promise<readonly string[]>;
  /** Ends it; resolves with what it left. */
  stop(): Promise<Ended>;
}

/** Starts `twin` on a built-in estate or on a document, and waits until it serves. */
export async function startTwin(estate: string | EstateDocument, args: readonly string[] = []): Promise<SpawnedTwin> {
  const source = typeof estate === "string" ? estate : scratchFile("estate.json", JSON.stringify(estate));
  const running = start(cli, ["twin", "--estate", source, ...args]);
  await running.saying("\n");
  const told = announcement.parse(JSON.parse(running.said()));
  const readLog = async (): Promise<readonly z.infer<typeof logEntry>[]> =>
    z.array(logEntry).parse(await readJson(`${told.arm}/_twin/log`, told.caFile));
  return {
    ...told,
    env: {
      ARM_CLOUD_METADATA_URL: told.metadataUrl,
      NODE_EXTRA_CA_CERTS: told.caFile,
      AZURE_TENANT_ID: told.tenantId,
      AZURE_CLIENT_ID: told.clientId,
      AZURE_CLIENT_SECRET: told.clientSecret,
    },
    writes: async () => (await readLog()).filter((e) => e.isWrite).map((e) => `${e.method} ${e.id}`),
    queries: async () => (await readLog()).map(({ query }) => query),
    stop: async () => {
      running.child.kill("SIGINT");
      return running.ended;
    },
  };
}

function readJson(url: string, caFile: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ca: readFileSync(caFile) }, (response) => {
      text(response).then((body) => resolve(JSON.parse(body)), reject);
    });
    asked.on("error", reject);
    asked.end();
  });
}
