import type { InputValue } from "./dispatch-inputs.ts";

/** What starts a workflow. */
export interface WorkflowEvent {
  /** `push`, `workflow_dispatch`, `schedule`, … */
  readonly name: string;
  /** For workflow_dispatch: what is filled in. */
  readonly inputs?: Readonly<Record<string, InputValue>>;
  /** What the event carries besides; wins over what every event has. */
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** The payload as `github.event` has it: inputs are text there, whatever their type. */
export function payloadOf({ name, inputs = {}, payload = {} }: WorkflowEvent, repository: string, ref: string): string {
  const [owner = "", short = ""] = repository.split("/");
  const texts = Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, String(value)]));
  return JSON.stringify({
    ref,
    repository: { full_name: repository, name: short, owner: { login: owner }, default_branch: "main", private: true },
    sender: { login: "octocat" },
    ...(name === "workflow_dispatch" ? { inputs: texts } : {}),
    ...payload,
  });
}
