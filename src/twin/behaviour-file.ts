import { z } from "zod";
import type { Behaviour, Durations } from "./behaviour.ts";
import { readForm } from "./input-file.ts";

const ms = z.number().min(0);

const durations = {
  provision: ms.exactOptional(),
  firewall: ms.exactOptional(),
  rule: ms.exactOptional(),
  ruleDelete: ms.exactOptional(),
  workspacePatch: ms.exactOptional(),
  diagnose: ms.exactOptional(),
  registryConnection: ms.exactOptional(),
  registryPatch: ms.exactOptional(),
  serviceMadeRule: ms.exactOptional(),
  privateEndpoint: ms.exactOptional(),
  zoneGroup: ms.exactOptional(),
  privateDns: ms.exactOptional(),
} satisfies Readonly<Record<keyof Durations, z.ZodType>>;

/** A field for each of Behaviour: one that is missing here does not compile. */
const fields = {
  tokenLifetime: z.number().min(1000).exactOptional(),
  pageSize: z.int().min(1).exactOptional(),
  roleAssignmentReplication: ms.exactOptional(),
  roleAssignmentPropagation: ms.exactOptional(),
  secondProvision: z.union([z.literal(200), z.literal(202), z.literal(409)]).exactOptional(),
  serviceMadeRules: z.enum(["onClose", "onProvision", "never"]).exactOptional(),
  unapprovedRule: z.enum(["pending", "failed"]).exactOptional(),
  hubStateWhileProvisioning: z.enum(["Succeeded", "Updating"]).exactOptional(),
  workspacePatch: z.enum(["lro", "sync"]).exactOptional(),
  registryPatch: z.enum(["lro", "sync"]).exactOptional(),
  retryAfter: z.number().min(0).exactOptional(),
  signedPollUrls: z.boolean().exactOptional(),
  plantUnknownFields: z.boolean().exactOptional(),
  lateDatastores: z.record(z.string(), z.number().min(0)).exactOptional(),
  resourceGraphSees: z.enum(["now", "start"]).exactOptional(),
  throttling: z.boolean().exactOptional(),
  durations: z.strictObject(durations).exactOptional(),
} satisfies Readonly<Record<keyof Behaviour, z.ZodType>>;

/** Every field a file can have, and every duration. */
export const behaviourFields: readonly string[] = Object.keys(fields);
export const durationFields: readonly string[] = Object.keys(durations);

const behaviour: z.ZodType<Partial<Behaviour>> = z.strictObject(fields);

/** Reads a behaviour file: a JSON object of fields of Behaviour. Throws TwinFileError with a line for each mistake. */
export function parseBehaviour(text: string): Partial<Behaviour> {
  return readForm("behaviour file", behaviour, text);
}
