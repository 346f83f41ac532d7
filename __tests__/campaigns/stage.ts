/** A twin behind TLS in this process, watched request by request, for runner processes that a test stops or kills. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bundleEntry } from "../../scripts/dist/bundle.mjs";
import { reportSchema } from "../../src/report/report-schema.ts";
import { runApply } from "../../src/runbook/runbook.ts";
import type { HubSpec } from "../../src/spec/hub-spec.ts";
import type { EstateDocument } from "../../src/twin/estate.ts";
import { serveTwin } from "../../src/twin/serve.ts";
import { isWriteRequest } from "../../src/twin/state/request-log.ts";
import {
  createTwin,
  type Behaviour,
  type Fault,
  type Twin,
  type TwinRequest,
  type TwinResponse,
} from "../../src/twin/twin.ts";
import { root, start, type Running, type Variables } from "../cli/spawned.ts";
import { judgeReach } from "../support/reach-judge.ts";
import { composeRun, unasked } from "./compose-run.ts";
import type { RunnerOrder } from "./runner-order.ts";

/** A request as a campaign tells it from others. Polls are those of long-running operations. */
export interface Moment {
  readonly kind: "write" | "poll" | "read";
  readonly method: string;
  readonly path: string;
}

/** What a test does around each request. Whoever waits in one holds the request, or its answer, back. */
export interface Watch {
  /** Before it is handled. */
  readonly before?: (moment: Moment) => Promise<void> | void;
  /** After it took effect, before it is answered. */
  readonly after?: (moment: Moment) => Promise<void> | void;
}

export interface StageOptions {
  readonly estate: EstateDocument;
  readonly spec: HubSpec;
  readonly behaviour?: Partial<Behaviour>;
  readonly faults?: readonly Fault[];
  /** Looks at what is in progress until it is done. */
  readonly polls: number;
}

export interface RunnerOptions {
  readonly journalFile?: string;
  readonly hurry?: number;
  /** Instead of those that the twin serves. */
  readonly nameServers?: Readonly<Record<string, string>>;
  /** Instead of the twin's client id and secret. */
  readonly env?: Variables;
}

/** What a report says of the whole run. */
export interface RunEnd {
  readonly verdict: string;
  readonly errors: readonly { readonly code: string; readonly message: string }[];
}

export interface Stage {
  readonly twin: Twin;
  /** What any program needs to reach the twin and to sign in there, but for trust in its authority. */
  readonly env: Variables;
  /** PEM of that authority. */
  readonly caPem: string;
  /** What was lost that had to stay, in all runs on this stage. */
  readonly lost: readonly string[];
  /** From now on, instead of what was watched before. */
  readonly watch: (watch: Watch) => void;
  /** Starts the runner on the twin, as a process. */
  readonly start: (program: Program, options?: RunnerOptions) => Running;
  /** Runs it to its end in a process; fails where it ends without a report. */
  readonly runAgain: (program: Program, options?: RunnerOptions) => Promise<RunEnd>;
  /** Runs the same in this process: a runner that knows of no other. */
  readonly runHere: (options?: RunnerOptions) => Promise<RunEnd>;
  readonly close: () => Promise<void>;
}

/** Sleeps pass in milliseconds: fifteen seconds take three. */
const hurry = 5_000;

export async function openStage(options: StageOptions): Promise<Stage> {
  const { estate, spec, behaviour, faults = [], polls } = options;
  let estateNow = (): EstateDocument => estate;
  let watched: Watch = {};
  const judge = judgeReach(estate, () => estateNow());
  const served = await serveTwin(
    (baseUrl) => {
      const twin = createTwin({
        ...{ estate, baseUrl, behaviour: { plantUnknownFields: true, ...behaviour }, faults, onChange: judge.onChange },
        ...{ clock: { now: () => Date.now() }, pace: { kind: "polls", polls } },
      });
      return { ...twin, handle: (request) => handleWatched(twin, request, watched) };
    },
    { vantage: estate.facts.resolvers !== undefined },
  );
  const { twin, baseUrl, caPem, vantage } = served;
  estateNow = () => twin.estate();
  const { tenantId, clientId, clientSecret } = twin.credentials;
  const env = { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId, AZURE_CLIENT_SECRET: clientSecret };
  const metadataUrl = `${baseUrl}/metadata/endpoints?api-version=2022-09-01`;
  const order: RunnerOrder = {
    ...{ metadataUrl, ca: caPem, hub: estate.hub, spec, hurry },
    nameServers: Object.fromEntries((vantage?.dns ?? []).map(({ server, at }) => [server, at])),
  };
  const startRunner: Stage["start"] = ({ file, folder }, { env: signingIn = env, ...chosen } = {}) =>
    start(file, [], { ...signingIn, ORDER: JSON.stringify({ ...order, ...chosen }) }, folder);
  return {
    twin,
    env: { ...env, ARM_CLOUD_METADATA_URL: metadataUrl },
    caPem,
    lost: judge.lost,
    watch: (watch) => {
      watched = watch;
    },
    start: startRunner,
    runAgain: async (program, chosen) => reportSchema.parse(JSON.parse((await startRunner(program, chosen).ended).out)),
    runHere: async ({ env: signingIn = env, ...chosen } = {}) => {
      const host = { env: signingIn, signal: new AbortController().signal, tell: () => undefined };
      return runApply(await composeRun({ ...order, ...chosen }, host), unasked);
    },
    close: () => served.close(),
  };
}

async function handleWatched(twin: Twin, request: TwinRequest, { before, after }: Watch): Promise<TwinResponse> {
  const moment = momentOf(request);
  await before?.(moment);
  const response = await twin.handle(request);
  await after?.(moment);
  return response;
}

function momentOf({ method, url }: TwinRequest): Moment {
  const [asked = ""] = url.split("?");
  if (isWriteRequest(method, asked)) return { kind: "write", method, path: asked };
  const isPoll = method === "GET" && /\/[a-z]*operation(s|sStatus|Results|Statuses)\/[^/]+$/i.test(asked);
  return { kind: isPoll ? "poll" : "read", method, path: asked };
}

/** What a request that never arrived is to a client. Thrown in `before`, it has no effect either. */
export function hangUp(): Error {
  return Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
}

export interface Program {
  readonly file: string;
  readonly folder: string;
  readonly remove: () => void;
}

/** The runner as one file, as the product is built, in a folder of its own. */
export async function buildRunner(): Promise<Program> {
  const folder = mkdtempSync(path.join(tmpdir(), "secure-foundry-hub-campaign-"));
  const entry = { input: "__tests__/campaigns/runner.ts", output: "runner.mjs", isProgram: false };
  const file = path.join(folder, entry.output);
  writeFileSync(file, (await bundleEntry(root, entry)).text);
  return { file, folder, remove: () => rmSync(folder, { recursive: true }) };
}
