/** What a runner process is told to do: JSON in its environment variable ORDER. */
import { z } from "zod";
import { hubSpecSchema } from "../../src/spec/hub-spec.ts";

export const runnerOrder = z.strictObject({
  metadataUrl: z.url(),
  /** PEM of the authority that signed the twin's certificate. */
  ca: z.string(),
  hub: z.string(),
  spec: hubSpecSchema,
  /** In memory without it. */
  journalFile: z.string().optional(),
  /** How many times faster a sleep passes than it says. */
  hurry: z.number(),
  /** Where each name server that the networks use is served: `127.0.0.1:<port>` by its address. */
  nameServers: z.record(z.string(), z.string()),
});

export type RunnerOrder = z.infer<typeof runnerOrder>;

/** What the runner says, before anything else can happen, when it sends a write; method and path follow. */
export const sendingMark = "sending:";
/** What it says when it begins to sleep. */
export const sleepingMark = "sleeping";
