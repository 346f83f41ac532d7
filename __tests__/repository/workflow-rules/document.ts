import { parse } from "yaml";
import { z } from "zod";

const fields = z.record(z.string(), z.unknown());

const stepSchema = z.looseObject({
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  shell: z.string().optional(),
  with: fields.optional(),
  env: fields.optional(),
});

const jobSchema = z.looseObject({
  permissions: z.unknown().optional(),
  concurrency: z.unknown().optional(),
  uses: z.string().optional(),
  with: fields.optional(),
  steps: z.array(stepSchema).default([]),
});

const workflowSchema = z.looseObject({
  on: z.union([
    z.string().transform((event) => ({ [event]: null })),
    z.array(z.string()).transform((events) => Object.fromEntries(events.map((event) => [event, null]))),
    fields,
  ]),
  permissions: z.unknown().optional(),
  concurrency: z.unknown().optional(),
  jobs: z.record(z.string(), jobSchema),
});

const manifestSchema = z.looseObject({
  runs: z.looseObject({ using: z.string(), steps: z.array(stepSchema).default([]) }),
});

export type Step = z.infer<typeof stepSchema>;
export type Job = z.infer<typeof jobSchema>;
export type Workflow = z.infer<typeof workflowSchema>;
export type Manifest = z.infer<typeof manifestSchema>;

/** A workflow, an action's manifest, or a page that shows some of either. `file` is its path from the root. */
export type Document = { readonly file: string; readonly text: string } & (
  | { readonly kind: "workflow"; readonly workflow: Workflow }
  | { readonly kind: "manifest"; readonly manifest: Manifest }
  | { readonly kind: "page" }
);

/** By their paths, from the root: every file there is for a rule to look at. */
export type Documents = ReadonlyMap<string, Document>;

const workflowFile = /^\.github\/workflows\/[^/]+\.ya?ml$/;
/** Those of the tests stand in for actions of others. */
const manifestFile = /^(?!__tests__\/)(.*\/)?action\.ya?ml$/;
const page = /^(README\.md|docs\/.*\.md)$/;

/** Reads those of the files that are documents. Throws where one isn't what its name says. */
export function readDocuments(files: Readonly<Record<string, string>>): Documents {
  const documents = Object.entries(files).flatMap(([file, text]): Document[] => {
    if (workflowFile.test(file)) return [{ file, text, kind: "workflow", workflow: workflowSchema.parse(parse(text)) }];
    if (manifestFile.test(file)) return [{ file, text, kind: "manifest", manifest: manifestSchema.parse(parse(text)) }];
    return page.test(file) ? [{ file, text, kind: "page" }] : [];
  });
  return new Map(documents.map((document) => [document.file, document]));
}

/** Its jobs by id; none of what isn't a workflow. */
export function jobsOf(document: Document): readonly (readonly [id: string, job: Job])[] {
  return document.kind === "workflow" ? Object.entries(document.workflow.jobs) : [];
}

/** Its steps, each with where it is. */
export function stepsOf(document: Document): readonly (readonly [where: string, step: Step])[] {
  const name = (prefix: string, steps: readonly Step[]): (readonly [string, Step])[] =>
    steps.map((step, index) => [`${prefix}${step.name ?? `step ${index + 1}`}`, step]);
  if (document.kind === "manifest") return name("", document.manifest.runs.steps);
  return jobsOf(document).flatMap(([id, job]) => name(`${id}: `, job.steps));
}

/** Every text in a node, keys apart, however deep. */
export function textsIn(node: unknown): readonly string[] {
  if (typeof node === "string") return [node];
  return typeof node === "object" && node !== null ? Object.values(node).flatMap(textsIn) : [];
}
