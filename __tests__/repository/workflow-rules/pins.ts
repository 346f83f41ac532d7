import type { Document, Documents } from "./document.ts";
import { step, type Rule } from "./rule.ts";

interface Use {
  readonly file: string;
  /** `actions/checkout`, `actions/cache/restore`, `docker://…` */
  readonly action: string;
  readonly ref: string;
  /** What is said behind it, `v7.0.1`. */
  readonly version: string;
}

const usesLine = /\buses:[ \t]*["']?([^\s"'`,}@]+)(?:@([^\s"'`,}]+))?["']?[^#\n]*(?:#[ \t]*([^\n]*))?/g;

/** What a document uses of others: not of this repository, under whatever name a page gives it. */
function listUses({ file, text }: Document): readonly Use[] {
  return [...text.matchAll(usesLine)]
    .map(([, action = "", ref = "", version = ""]) => ({ file, action, ref, version: version.trim() }))
    .filter(({ action }) => !/^([.$]\/|[\w.-]+\/secure-foundry-hub(\/|$))/.test(action));
}

/** `actions/cache` of `actions/cache/restore`: what a commit is of. */
function repositoryOf({ action }: Use): string {
  return action.split("/").slice(0, 2).join("/").toLowerCase();
}

function listAll(all: Documents): readonly Use[] {
  return [...all.values()].flatMap(listUses);
}

const sha = "a".repeat(40);
const otherSha = "b".repeat(40);

/** A page that shows a step. */
const page = (uses: string): Readonly<Record<string, string>> => ({
  "docs/page.md": `\`\`\`yaml\n- uses: ${uses}\n\`\`\`\n`,
});

export const pinRules: readonly Rule[] = [
  {
    name: "other actions are used by full commit only",
    find: (document) =>
      listUses(document)
        .filter(({ ref }) => !/^([0-9a-f]{40}|sha256:[0-9a-f]{64})$/.test(ref))
        .map(({ action, ref }) => `${action}@${ref}`),
    bad: [
      "actions/checkout@v7",
      "actions/checkout@main",
      `actions/checkout@${sha.slice(1)}`,
      "actions/checkout",
      "docker://alpine:3",
    ].flatMap((uses) => [step(`uses: ${uses}`), step(`{ uses: "${uses}" }`), page(uses)]),
    good: [
      ...["./", "./action", "$/action", "$/.github/workflows/x.yml", `actions/checkout@${sha} # v7`].map((uses) =>
        step(`uses: ${uses}`),
      ),
      page("OWNER/secure-foundry-hub@COMMIT"),
      { "docs/page.md": "It is called with `uses: $/action`." },
    ],
  },
  {
    name: "a pin says which version its commit is",
    find: (document) =>
      listUses(document)
        .filter(({ version }) => !/^v\d/.test(version))
        .map(({ action }) => action),
    bad: [
      step(`uses: actions/checkout@${sha}`),
      step(`uses: actions/checkout@${sha} # latest`),
      page(`actions/checkout@${sha}`),
    ],
    good: [step(`uses: actions/checkout@${sha} # v7.0.1`)],
  },
  {
    name: "an action is pinned to one commit and one version, everywhere and in the docs too",
    find: (document, all) =>
      listUses(document).flatMap((one) => {
        const others = listAll(all).filter((other) => repositoryOf(other) === repositoryOf(one));
        const differing = others.filter(({ ref, version }) => ref !== one.ref || version !== one.version);
        return differing.map(({ file, ref, version }) => `${one.action}: ${file} has ${ref} (${version})`);
      }),
    bad: [
      { ...step(`uses: actions/checkout@${sha} # v7.0.1`), ...page(`actions/checkout@${otherSha} # v7.0.0`) },
      { ...step(`uses: actions/checkout@${sha} # v7.0.1`), ...page(`actions/checkout@${sha} # v7.0.0`) },
      { ...step(`uses: actions/cache/save@${sha} # v5`), ...page(`actions/cache/restore@${otherSha} # v5`) },
    ],
    good: [{ ...step(`uses: actions/checkout@${sha} # v7`), ...page(`actions/checkout@${sha} # v7`) }],
  },
];
