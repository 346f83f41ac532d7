import { textsIn } from "./document.ts";
import { compositeStep, type Rule } from "./rule.ts";

export const manifestRules: readonly Rule[] = [
  {
    name: "an action is composite, or runs on the Node that the bundle is tried on",
    find: (document) => {
      if (document.kind !== "manifest" || ["composite", "node24"].includes(document.manifest.runs.using)) return [];
      return [`runs.using is ${document.manifest.runs.using}`];
    },
    bad: ["node20", "node22", "docker"].map((using) => ({
      "action/action.yml": `runs: { using: ${using}, main: x.js }`,
    })),
    good: [{ "action/action.yml": "runs: { using: node24, main: x.js }" }],
  },
  {
    name: "an action knows no secrets and no variables of the workflow: it has inputs",
    find: (document) => {
      if (document.kind !== "manifest") return [];
      return textsIn(document.manifest).filter((text) => /\$\{\{[^}]*\b(secrets|vars)\s*[.[]/.test(text));
    },
    bad: [
      compositeStep("{ uses: $/action, with: { hub: '${{ vars.HUB }}' } }"),
      compositeStep("{ run: make, shell: bash, env: { KEY: \"${{ inputs.key || secrets['KEY'] }}\" } }"),
      { "action.yml": "inputs: { hub: { default: '${{ vars.HUB }}' } }\nruns: { using: composite, steps: [] }" },
    ],
    good: [compositeStep("{ uses: $/action, with: { hub: '${{ inputs.secrets }} secrets.KEY' } }")],
  },
  {
    name: "a script of a composite action names its shell",
    find: (document) => {
      if (document.kind !== "manifest") return [];
      const { steps } = document.manifest.runs;
      return steps.filter(({ run, shell }) => run !== undefined && shell === undefined).map(({ run = "" }) => run);
    },
    bad: [compositeStep("run: make")],
    good: [compositeStep("{ run: make, shell: bash }"), compositeStep("uses: $/action")],
  },
];
