import { z } from "zod";
import type { Fault } from "./faults.ts";
import { readForm } from "./input-file.ts";

const count = z.int().min(1);

const pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(text, "i");
  } catch (cause) {
    context.addIssue({ code: "custom", message: cause instanceof Error ? cause.message : String(cause) });
    return z.NEVER;
  }
});

const on = z
  .strictObject({
    nth: count.exactOptional(),
    method: z.enum(["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"]).exactOptional(),
    path: z.string().exactOptional(),
    pathPattern: pattern.exactOptional(),
    writesOnly: z.boolean().exactOptional(),
    probability: z.number().min(0).max(1).exactOptional(),
    seed: z.int().exactOptional(),
  })
  .refine(({ path, pathPattern }) => path === undefined || pathPattern === undefined, {
    message: "give path or pathPattern, not both",
  })
  .transform(({ path, pathPattern, ...rest }) => {
    const chosen = pathPattern ?? path;
    return chosen === undefined ? rest : { ...rest, path: chosen };
  });

const action = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(400).max(599),
    code: z.string().exactOptional(),
    message: z.string().exactOptional(),
    retryAfter: z.number().min(0).exactOptional(),
  }),
  z.strictObject({ kind: z.literal("reset") }),
  z.strictObject({ kind: z.literal("slow"), ms: z.number().min(0) }),
  z.strictObject({ kind: z.literal("truncate") }),
  z.strictObject({ kind: z.literal("lostRule") }),
  z.strictObject({ kind: z.literal("failOperation"), code: z.string(), message: z.string() }),
  z.strictObject({ kind: z.literal("stuckOperation") }),
  z.strictObject({ kind: z.literal("pollUrlWithoutApiVersion") }),
  z.strictObject({ kind: z.literal("crashAfter") }),
  z.strictObject({ kind: z.literal("powerCut"), when: z.enum(["before", "after"]) }),
]);

/** Every kind of fault a file can name. */
export const faultKinds: readonly string[] = action.options.map((option) => option.shape.kind.value);

const faults = z.array(z.strictObject({ on, do: action, times: count.exactOptional() }));

/** Reads a fault file: a JSON list of faults (docs/twin.md). Throws TwinFileError with a line for each mistake. */
export function parseFaults(text: string): readonly Fault[] {
  return readForm("fault file", faults, text);
}
