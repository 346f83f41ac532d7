import { z } from "zod";
import { links } from "../diagnose/chain/link.ts";
import { diagnosisSchema } from "./diagnosis-schema.ts";

const text = z.string();
const milliseconds = z.number().nonnegative();
/** Codes are added from time to time; a reader should know their shape and look the meaning up. */
const code = z.string().regex(/^SFH\d{3}$/);
const pairState = z.enum(["open", "blocked", "unknown"]);

const finding = z.strictObject({
  code,
  severity: z.enum(["error", "warning", "note"]),
  state: z.enum(["open", "fixed", "accepted", "refused", "unknown"]),
  resourceId: text,
  title: text,
  detail: text.meta({ description: "What exactly, with names and values." }),
  fix: text.meta({ description: "What mends it." }),
  mendLines: z
    .array(z.strictObject({ tool: z.enum(["az", "Bicep", "shell"]), lines: z.array(text) }))
    .optional()
    .meta({ description: "What mends it as lines to copy." }),
  fingerprint: text.meta({ description: "The same finding in another run has the same fingerprint." }),
});

const step = z.strictObject({
  id: text.meta({ description: "The same step in another plan has the same id." }),
  kind: text,
  resourceId: text,
  state: z.enum(["planned", "done", "skipped", "refused", "failed", "pending"]),
  reason: text.meta({
    description:
      "One line a cause: what would be lost and what is missing, what went wrong, what a rollback puts back or leaves.",
  }),
  refusals: z
    .array(
      z.strictObject({
        code,
        lost: text,
        missing: text,
        acceptable: z.strictObject({ code, resource: text, origin: text }).optional(),
      }),
    )
    .meta({ description: "The causes of a refusal one by one; `acceptable` is what the config's accept takes." }),
  accepted: z
    .array(z.strictObject({ code, resource: text, origin: text, lost: text, reason: text }))
    .meta({ description: "Losses accepted by name, without which the step would be refused." }),
  account: z
    .array(
      z.strictObject({
        from: text,
        to: text,
        fate: z.enum([
          "stays open",
          "closes, as it may",
          "lost, accepted",
          "would be lost",
          "can't be told",
          "none seen",
        ]),
        why: text,
      }),
    )
    .meta({ description: "Of a step that closes: what stays open, what closes, and of what none was seen." }),
  durationMs: milliseconds,
});

const path = z.strictObject({
  from: text,
  to: text,
  via: text.meta({ description: "The way that decides it afterwards." }),
  before: pairState,
  after: pairState.meta({
    description: "plan and verify, and a rollback that wrote nothing: as predicted; otherwise as read last.",
  }),
  required: z.boolean(),
  reason: text,
  evidence: z.array(z.strictObject({ fact: text, readAt: z.iso.datetime() })),
});

const link = z.strictObject({
  link: z.enum(links),
  state: z.enum(["holding", "broken", "not known", "not seen"]).meta({
    description:
      "As the world was read last. Not known is neither good nor broken; not seen is what nothing speaks against, and nobody could look at from here.",
  }),
  findings: z.array(text).meta({ description: "Fingerprints of the findings that speak against it, the worst first." }),
  paths: z
    .array(z.strictObject({ from: text, to: text, state: pairState, reason: text }))
    .meta({ description: "Paths that end here: what a broken link shuts." }),
});

const error = z.strictObject({ code, message: text, fix: text, correlationId: text });

/** `secure-foundry-hub/report/1` as a schema: schema/report-1.json is made from it, and reports are tested against it. */
export const reportSchema = z
  .strictObject({
    schema: z.literal("secure-foundry-hub/report/1"),
    tool: z.strictObject({ name: z.literal("secure-foundry-hub"), version: text }),
    command: z.enum(["plan", "apply", "verify", "diagnose", "rollback"]),
    verdict: z.enum(["private", "drift", "unproven", "refused", "incomplete", "failed", "cancelled", "restored"]),
    hub: z.strictObject({
      id: text,
      name: text,
      location: text,
      managedNetwork: z.enum(["Active", "Inactive", "Disabled"]).meta({ description: "Disabled: the hub has none." }),
    }),
    cloud: text,
    caller: z.strictObject({ objectId: text, credential: text }),
    startedAt: z.iso.datetime(),
    planHash: text,
    findings: z.array(finding),
    steps: z.array(step),
    paths: z.array(path),
    chain: z.array(link).optional().meta({
      description:
        "What must hold for the hub to work privately, in order: the first broken link is the one to mend first. A rollback has none; some links only a diagnosis looks at.",
    }),
    diagnosis: diagnosisSchema.optional().meta({ description: "Of diagnose alone: what it looked at besides." }),
    errors: z.array(error),
    unread: z
      .array(z.strictObject({ resourceId: text, what: text, why: text }))
      .meta({ description: "What could not be read: unknown, never taken for absent." }),
    run: z.strictObject({
      requests: z.number().int().nonnegative(),
      throttled: z.number().int().nonnegative(),
      durationMs: milliseconds,
      correlationIds: z
        .array(text)
        .meta({ description: "Of writes and of answers that were errors, the newest last." }),
    }),
  })
  .meta({ title: "Report of secure-foundry-hub, version 1" });
