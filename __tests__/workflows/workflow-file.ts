import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseDocument } from "yaml";
import type { Document } from "yaml";
import { z } from "zod";

const permissions = z.union([z.string(), z.record(z.string(), z.string())]);
const steps = z.array(z.looseObject({ uses: z.string().optional() }));

const job = z.looseObject({
  uses: z.string().optional(),
  permissions: permissions.optional(),
  environment: z.union([z.string(), z.looseObject({ name: z.string() })]).optional(),
  steps: steps.optional(),
});

const workflow = z.looseObject({
  permissions: permissions.optional(),
  on: z.unknown(),
  jobs: z.record(z.string(), job),
});

const action = z.looseObject({ runs: z.looseObject({ steps: steps.optional() }) });

export type Permissions = z.infer<typeof permissions>;
export type Job = z.infer<typeof job>;
export type Workflow = z.infer<typeof workflow>;

/** A YAML file that is read, changed in places, and written back. */
export interface Edited<T> {
  readonly content: T;
  readonly document: Document;
  save(): Promise<void>;
}

/** A workflow; throws where it is none. */
export function readWorkflow(folder: string, file: string): Promise<Edited<Workflow>> {
  return read(path.join(folder, file), workflow);
}

/** The manifest of an action; throws where it is none. */
export function readAction(folder: string, file: string): Promise<Edited<z.infer<typeof action>>> {
  return read(path.join(folder, file), action);
}

async function read<T>(file: string, schema: z.ZodType<T>): Promise<Edited<T>> {
  const document = parseDocument(await readFile(file, "utf8"));
  const [error] = document.errors;
  if (error !== undefined) throw new Error(`${file} is not YAML: ${error.message}`);
  return {
    document,
    content: schema.parse(document.toJS()),
    save: () => writeFile(file, document.toString({ lineWidth: 0 })),
  };
}
