import { z } from "zod";

/** An input's value as a form, `gh workflow run` or the API sends it. */
export type InputValue = string | number | boolean;

const declared = z.looseObject({
  type: z.string().optional(),
  required: z.boolean().optional(),
  default: z.unknown().optional(),
  options: z.array(z.coerce.string()).optional(),
});

const trigger = z.object({
  workflow_dispatch: z.object({ inputs: z.record(z.string(), declared).nullish() }).nullish(),
});

/** Why GitHub would refuse to start a workflow with these inputs (422), which act takes; undefined where it would not. */
export function findInputFault(on: unknown, given: Readonly<Record<string, InputValue>>): string | undefined {
  const inputs = trigger.safeParse(on).data?.workflow_dispatch?.inputs ?? {};
  const unexpected = Object.keys(given).filter((name) => !Object.hasOwn(inputs, name));
  if (unexpected.length > 0) return `Unexpected inputs provided: ${JSON.stringify(unexpected)}`;
  for (const [name, { type = "string", required = false, default: otherwise, options = [] }] of Object.entries(
    inputs,
  )) {
    const value = given[name] ?? "";
    if (value === "" && required && otherwise === undefined) return `Required input '${name}' not provided`;
    if (value === "") continue;
    if (type === "choice" && !options.includes(String(value))) {
      return `Provided value '${value}' for input '${name}' not in the list of allowed values`;
    }
    if (type === "boolean" && !/^(true|false)$/.test(String(value))) {
      return `Provided value '${value}' for input '${name}' is not a boolean`;
    }
  }
  return undefined;
}
