/**
 * What a SARIF file of ours is held to: the OASIS schema (oasis-tcs/sarif-spec at e0583813964ec43cea53b6b531b402866095ed1f,
 * sarif-2.1/schema/sarif-schema-2.1.0.json, byte for byte), and what GitHub's page "SARIF support for code scanning" adds.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";
import { expect } from "vitest";
import { z } from "zod";

const file = path.join(import.meta.dirname, "fixtures/sarif-schema-2.1.0.json");
const ajv = addFormats.default(new Ajv.default({ strict: false, allErrors: true }));
const isSarif = ajv.compile(z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, "utf8"))));

const text = z.string().min(1);
const rule = z.looseObject({
  id: text,
  shortDescription: z.object({ text: text.max(1_024) }),
  fullDescription: z.object({ text: text.max(1_024) }),
  help: z.object({ text, markdown: text }),
  defaultConfiguration: z.object({ level: z.enum(["note", "warning", "error"]) }),
  properties: z.looseObject({
    tags: z.array(text).max(10),
    "problem.severity": z.enum(["error", "warning", "recommendation"]),
    "security-severity": z
      .string()
      .regex(/^(10\.0|\d\.\d)$/)
      .optional(),
  }),
});

const line = z.number().int().min(1);
const region = z.object({ startLine: line, startColumn: line, endLine: line, endColumn: line });
const physicalLocation = z.object({ artifactLocation: z.object({ uri: text }), region });

const result = z.strictObject({
  ruleId: text,
  ruleIndex: z.number().int().min(0),
  level: z.enum(["note", "warning", "error"]),
  message: z.strictObject({ text }),
  locations: z.tuple([
    z.strictObject({
      physicalLocation,
      logicalLocations: z.tuple([z.object({ fullyQualifiedName: text, name: z.string(), kind: text })]),
    }),
  ]),
  partialFingerprints: z.looseObject({ primaryLocationLineHash: text }),
  suppressions: z.array(z.strictObject({ kind: text, status: text, justification: text })),
  properties: z.object({ state: text }),
});

const notification = z.looseObject({
  descriptor: z.object({ id: text, index: z.number().int() }).optional(),
  level: z.enum(["error", "warning"]),
  message: z.object({ text }),
  locations: z.tuple([z.object({ physicalLocation })]).optional(),
});

const driver = z.looseObject({
  name: text,
  version: text,
  rules: z.array(rule),
  notifications: z.array(z.looseObject({ id: text })),
});

const log = z.looseObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z.tuple([
    z.looseObject({
      tool: z.object({ driver }),
      automationDetails: z.object({ id: text }),
      invocations: z.tuple([
        z.looseObject({
          executionSuccessful: z.boolean(),
          exitCode: z.number(),
          toolExecutionNotifications: z.array(notification),
        }),
      ]),
      results: z.array(result).max(5_000),
    }),
  ]),
});

export type SarifRun = z.infer<typeof log>["runs"][0];
export type SarifResult = z.infer<typeof result>;

/** The one run of a SARIF file that is valid by the official schema and has all that GitHub requires; fails otherwise. */
export function sarifRunOf(rendered: string): SarifRun {
  const document: unknown = JSON.parse(rendered);
  const isValid = isSarif(document);
  expect(isSarif.errors ?? []).toEqual([]);
  expect(isValid).toBe(true);
  const [run] = log.parse(document).runs;
  const { rules, notifications } = run.tool.driver;
  for (const { ruleId, ruleIndex } of run.results) expect(rules[ruleIndex]?.id).toBe(ruleId);
  for (const { descriptor } of run.invocations[0].toolExecutionNotifications) {
    if (descriptor !== undefined) expect(notifications[descriptor.index]?.id).toBe(descriptor.id);
  }
  return run;
}
