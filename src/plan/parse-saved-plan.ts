import { z } from "zod";
import { RunError } from "../errors.ts";
import { hubSpecSchema } from "../spec/hub-spec.ts";
import type { SavedPlan } from "./saved-plan.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const stepFact = z.strictObject({
  id: z.string(),
  kind: z.string(),
  resourceId: z.string(),
  rule: z.string(),
  content: sha256,
  refusals: z.array(z.string()),
  accepted: z.array(z.string()),
});

const pathFact = z.strictObject({ key: z.string(), path: z.string(), state: z.enum(["open", "blocked", "unknown"]) });

const savedPlan = z.strictObject({
  schema: z.literal("secure-foundry-hub/plan/1"),
  version: z.string(),
  hub: z.string(),
  cloud: z.string(),
  caller: z.string(),
  savedAt: z.iso.datetime(),
  spec: hubSpecSchema,
  facts: z.strictObject({ steps: z.array(stepFact), paths: z.array(pathFact) }),
  factsHash: sha256,
  hash: sha256,
});

/**
 * A saved plan from the text of its file; whether it still fits is for checkSavedPlan. Throws RunError SFH912 where the text
 * is something else.
 */
export function parseSavedPlan(text: string, fileName: string): SavedPlan {
  const parsed = savedPlan.safeParse(readJson(text));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const where = first === undefined || first.path.length === 0 ? "" : ` (${first.path.join(".")}: ${first.message})`;
  throw new RunError("SFH912", `${fileName} is not a saved plan${where}.`, {
    fix: "Give the file that plan saved (--out; the output plan-path), as it was written.",
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
