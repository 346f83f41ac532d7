import { stepsOf, textsIn } from "./document.ts";
import { compositeStep, step, type Rule } from "./rule.ts";

/** Variables that a simulator of the runner sets for scripts, and the runner doesn't. */
const notForScripts = /\b(INPUT_[A-Z]\w*|ACTIONS_(?:RUNTIME|RESULTS|CACHE)_\w+)/g;

export const scriptRules: readonly Rule[] = [
  {
    name: "a script gets what it doesn't own through its environment: an expression in it could be more than a value",
    find: (document) =>
      stepsOf(document).flatMap(([where, one]) => {
        const parts = [one.run, one.shell, one["working-directory"], one.with?.script];
        return parts.some((part) => typeof part === "string" && part.includes("${{"))
          ? [`${where} has an expression`]
          : [];
      }),
    bad: [
      ...[
        "inputs.hub",
        "github.event.issue.title",
        "steps.a.outputs.b",
        "needs.a.outputs.b",
        "github.action_path",
      ].flatMap((name) => [
        step(`run: echo "\${{ ${name} }}"`),
        compositeStep(`{ run: 'echo "\${{ ${name} }}"', shell: bash }`),
      ]),
      step("{ run: make, working-directory: '${{ inputs.folder }}' }"),
      step("{ uses: actions/github-script@v9, with: { script: 'console.log(`${{ inputs.hub }}`)' } }"),
    ],
    good: [
      step("{ run: 'echo \"$HUB\"', env: { HUB: '${{ inputs.hub }}' } }"),
      step("{ uses: ./, with: { hub: '${{ inputs.hub }}' } }"),
    ],
  },
  {
    name: "a script reads no variable that only a JavaScript action has",
    find: (document) =>
      stepsOf(document).flatMap(([where, { run = "", env = {} }]) => {
        const found = [run, ...Object.keys(env), ...textsIn(env)].flatMap((text) => text.match(notForScripts) ?? []);
        return found.map((name) => `${where} relies on ${name}`);
      }),
    bad: [
      compositeStep("{ run: 'node x.js --mode \"$INPUT_MODE\"', shell: bash }"),
      step("run: curl $ACTIONS_RUNTIME_URL"),
      step("{ run: make, env: { TOKEN: '${{ env.ACTIONS_RUNTIME_TOKEN }}' } }"),
      step("run: echo ${ACTIONS_RESULTS_URL}"),
    ],
    good: [
      step("run: curl $ACTIONS_ID_TOKEN_REQUEST_URL"),
      step("{ run: 'echo $MY_INPUT_MODE', env: { MY_INPUT_MODE: x } }"),
    ],
  },
];
