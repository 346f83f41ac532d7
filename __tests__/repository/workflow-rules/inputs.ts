import { z } from "zod";
import { jobsOf, stepsOf, textsIn, type Document, type Documents, type Workflow } from "./document.ts";
import { calledBy, closedInputs, isOurs } from "./own-action.ts";
import { workflow, type Rule } from "./rule.ts";

const inputSchema = z.looseObject({
  type: z.string().default("string"),
  required: z.boolean().default(false),
  default: z.unknown().optional(),
  options: z.array(z.string()).optional(),
});
const triggerSchema = z.looseObject({ inputs: z.record(z.string(), inputSchema.nullable().default(null)).default({}) });

type Input = z.infer<typeof inputSchema>;

/** The inputs that a workflow takes where it is started so; undefined where it can't be. */
function inputsOf(
  { on }: Workflow,
  trigger: "workflow_dispatch" | "workflow_call",
): ReadonlyMap<string, Input> | undefined {
  if (!(trigger in on)) return undefined;
  const { inputs } = triggerSchema.parse(on[trigger] ?? {});
  return new Map(Object.entries(inputs).map(([name, input]) => [name, input ?? inputSchema.parse({})]));
}

/** Every choice of a workflow, by name. */
function choicesOf(document: Document): readonly (readonly [string, Input])[] {
  const inputs = document.kind === "workflow" ? inputsOf(document.workflow, "workflow_dispatch") : undefined;
  return [...(inputs ?? [])].filter(([, { type }]) => type === "choice");
}

/** Whether what an input holds is checked where it goes: by our action's code, by a `case`, or where it is handed on to. */
function isChecked(name: string, document: Document, all: Documents): boolean {
  const reads = (node: unknown): boolean =>
    textsIn(node).some((text) => new RegExp(`\\binputs\\.${name}(?![\\w-])`).test(text));
  const byAction = stepsOf(document).some(
    ([, step]) => isOurs(step) && closedInputs.some((closed) => reads(step.with?.[closed])),
  );
  const byScript = stepsOf(document).some(([, { run = "", env = {} }]) =>
    Object.entries(env).some(
      ([variable, value]) => reads(value) && new RegExp(`case "?\\$\\{?${variable}\\b`).test(run),
    ),
  );
  const byCalled = jobsOf(document).some(([, one]) => {
    const called = calledBy(one, all);
    const handed = Object.entries(one.with ?? {}).filter(([, value]) => reads(value));
    return called !== undefined && handed.some(([to]) => isChecked(to, called, all));
  });
  return byAction || byScript || byCalled;
}

/** What both ways to start a workflow must have in common of an input. A call knows no choices. */
function essenceOf({ type, required, default: otherwise }: Input): string {
  const plain = type === "choice" || type === "environment" ? "string" : type;
  return JSON.stringify([plain, required, otherwise]);
}

export const inputRules: readonly Rule[] = [
  {
    name: "a choice has options, and what it starts from is one of them",
    find: (document) =>
      choicesOf(document).flatMap(([name, { options = [], default: otherwise }]) => {
        if (options.length === 0) return [`${name} has no options`];
        return otherwise === undefined || options.some((option) => option === otherwise)
          ? []
          : [`${name} starts elsewhere`];
      }),
    bad: [
      dispatch("{ type: choice }"),
      dispatch("{ type: choice, options: [] }"),
      dispatch("{ type: choice, options: [a], default: b }"),
    ],
    good: [dispatch("{ type: choice, options: [a, b], default: b }"), dispatch("{ type: string }"), dispatch("")],
  },
  {
    name: "a choice is checked again where it goes: a start by API, or a call, may bring anything",
    find: (document, all) =>
      choicesOf(document)
        .filter(([name]) => !isChecked(name, document, all))
        .map(([name]) => `${name} is checked nowhere`),
    bad: [
      dispatch("{ type: choice, options: [a] }", "{ run: 'deploy \"$M\"', env: { M: '${{ inputs.mode }}' } }"),
      dispatch("{ type: choice, options: [a] }", "{ uses: $/, with: { name: '${{ inputs.mode }}' } }"),
      dispatch("{ type: choice, options: [a] }", "{ uses: $/, with: { mode: '${{ inputs.mode-other }}' } }"),
    ],
    good: [
      dispatch("{ type: choice, options: [a] }", "{ uses: $/, with: { mode: '${{ inputs.mode }}' } }"),
      dispatch(
        "{ type: choice, options: [a] }",
        "{ run: 'case \"$M\" in a) ;; *) exit 1 ;; esac', env: { M: '${{ inputs.mode }}' } }",
      ),
      {
        ...workflow(
          "on: { workflow_dispatch: { inputs: { how: { type: choice, options: [a] } } } }\njobs: { one: { uses: $/.github/workflows/called.yml, with: { mode: '${{ inputs.how }}' } } }",
        ),
        ".github/workflows/called.yml":
          "on: { workflow_call: { inputs: { mode: { type: string } } } }\njobs: { one: { steps: [{ uses: $/, with: { mode: '${{ inputs.mode }}' } }] } }",
      },
    ],
  },
  {
    name: "a workflow that is started by hand and called takes the same either way",
    find: (document) => {
      if (document.kind !== "workflow") return [];
      const byHand = inputsOf(document.workflow, "workflow_dispatch");
      const byCall = inputsOf(document.workflow, "workflow_call");
      if (byHand === undefined || byCall === undefined) return [];
      return [...new Set([...byHand.keys(), ...byCall.keys()])].filter((name) => {
        const [one, other] = [byHand.get(name), byCall.get(name)];
        return one === undefined || other === undefined || essenceOf(one) !== essenceOf(other);
      });
    },
    bad: [
      bothWays("{ a: { type: string } }", "{}"),
      bothWays("{}", "{ a: { type: string } }"),
      bothWays("{ a: { type: boolean } }", "{ a: { type: string } }"),
      bothWays("{ a: { type: string, required: true } }", "{ a: { type: string } }"),
      bothWays("{ a: { type: string, default: x } }", "{ a: { type: string, default: y } }"),
    ],
    good: [
      bothWays("{ a: { type: choice, options: [x], default: x } }", "{ a: { type: string, default: x } }"),
      workflow("on: { workflow_call: null, push: null }\njobs: {}"),
    ],
  },
];

/** A workflow that is started by hand, with one input `mode` and perhaps one step. */
function dispatch(input: string, step = "{ run: make }"): Readonly<Record<string, string>> {
  return workflow(
    `on:\n  workflow_dispatch:\n    inputs:\n      mode: ${input}\njobs:\n  one:\n    steps:\n      - ${step}\n`,
  );
}

/** A workflow that can be started both ways, with these inputs. */
function bothWays(byHand: string, byCall: string): Readonly<Record<string, string>> {
  return workflow(
    `on:\n  workflow_dispatch: { inputs: ${byHand} }\n  workflow_call: { inputs: ${byCall} }\njobs: {}\n`,
  );
}
