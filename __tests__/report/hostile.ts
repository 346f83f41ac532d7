/** Reports full of texts that try to be something else. */
import fc from "fast-check";
import { findingCodes } from "../../src/checks/codes.ts";
import type { Report, ReportFinding, ReportStep } from "../../src/report/report.ts";

const nasty = [
  "@team",
  "@org/team ",
  "#12",
  "GH-7",
  "org/repo#3",
  "<img src=x onerror=a>",
  "</details>",
  "<details>",
  "-->",
  "<!--",
  "|",
  "\\|",
  "\\",
  "`",
  "```",
  "~~~",
  "\n```\n",
  "\n\n# head\n",
  "\n| a | b |\n| - | - |\n",
  "[a](javascript:b)",
  "![i](https://e.example/i)",
  "[x]: https://e.example",
  "https://e.example/a",
  "www.e.example",
  "a@e.example",
  ":tada:",
  "$x^2$",
  "**b**",
  "__b__",
  "~~s~~",
  "&lt;b&gt;",
  "&#64;team",
  "\u202Egnp",
  "\u200B",
  "\uD800",
  "\u0000",
  "\r\n",
  "\u2028",
  "*[a]: b",
  "[^1]",
  "1. one",
  "- two",
  "\n- three",
  "\n    code",
  "> quote",
  "===",
  '"];',
  "click o0 call()",
  "%%{init: {}}%%",
  "end",
  "]]",
  '"',
  "#quot;",
  "ﬂ°°60¶ß",
  "é",
  "漢",
  "😀",
  "   ",
  "\t",
];

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...nasty) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 8 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) },
);

/** Any text, mostly one that means something to GitHub, Markdown, HTML or Mermaid. */
export const anyText: fc.Arbitrary<string> = fc.array(piece, { maxLength: 5 }).map((parts) => parts.join(""));

/** Few, so that a chain names findings that are there. */
const anyMark = fc.constantFrom("f1", "f2", "f3");

const anyFinding: fc.Arbitrary<ReportFinding> = fc.record({
  code: fc.constantFrom(...findingCodes),
  severity: fc.constantFrom("error", "warning", "note"),
  state: fc.constantFrom("open", "fixed", "accepted", "refused", "unknown"),
  resourceId: anyText.map((text) => `/subscriptions/s/resourceGroups/g/providers/P/${text}`),
  title: anyText,
  detail: anyText,
  fix: anyText,
  fingerprint: anyMark,
});

const anyStep: fc.Arbitrary<ReportStep> = fc.record({
  id: anyText,
  kind: fc.constantFrom("declare-rule", "close-public-access", "something"),
  resourceId: anyText,
  state: fc.constantFrom("planned", "done", "refused", "failed", "pending", "skipped"),
  reason: anyText,
  refusals: fc.array(
    fc.record({
      code: fc.constantFrom("SFH321", "SFH323"),
      lost: anyText,
      missing: anyText,
      acceptable: fc.record({ code: fc.constant("SFH321"), resource: anyText, origin: anyText }),
    }),
    { maxLength: 2 },
  ),
  accepted: fc.constant([]),
  account: fc.array(fc.record({ from: anyText, to: anyText, fate: fc.constant("stays open"), why: anyText }), {
    maxLength: 2,
  }),
  durationMs: fc.integer({ min: 0, max: 9_000_000 }),
});

const anyState = fc.constantFrom("open", "blocked", "unknown");

const anyPath: fc.Arbitrary<Report["paths"][number]> = fc.record({
  from: fc.oneof(
    anyText,
    anyText.map((name) => `clients in ${name}`),
    fc.constantFrom("the public internet", "compute in the managed network of h", "trusted Microsoft services"),
  ),
  to: anyText,
  via: anyText,
  before: anyState,
  after: anyState,
  required: fc.boolean(),
  reason: anyText,
  evidence: fc.constant([]),
});

const anyChain: fc.Arbitrary<NonNullable<Report["chain"]>> = fc.array(
  fc.record({
    link: fc.constantFrom("managed-network", "names", "public-doors"),
    state: fc.constantFrom("holding", "broken", "not known"),
    findings: fc.array(anyMark, { maxLength: 2 }),
    paths: fc.array(fc.record({ from: anyText, to: anyText, state: anyState, reason: anyText }), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 3 },
);

/** Any report, short or long, with any text wherever Azure or the config has a say. */
export const anyReport: fc.Arbitrary<Report> = fc
  .record({
    command: fc.constantFrom("plan", "apply", "verify", "diagnose"),
    verdict: fc.constantFrom("private", "drift", "unproven", "refused", "incomplete", "failed", "cancelled"),
    hub: fc.record({
      id: anyText,
      name: anyText,
      location: anyText,
      managedNetwork: fc.constantFrom("Active", "Inactive", "Disabled"),
    }),
    cloud: anyText,
    caller: fc.record({ objectId: anyText, credential: anyText }),
    planHash: anyText,
    findings: fc.array(anyFinding, { maxLength: 40, size: "max" }),
    steps: fc.array(anyStep, { maxLength: 12 }),
    paths: fc.array(anyPath, { maxLength: 12 }),
    chain: anyChain,
    errors: fc.array(
      fc.record({ code: fc.constant("SFH909"), message: anyText, fix: anyText, correlationId: anyText }),
      {
        maxLength: 8,
      },
    ),
    unread: fc.array(fc.record({ resourceId: anyText, what: anyText, why: anyText }), { maxLength: 3 }),
    correlationIds: fc.array(anyText, { maxLength: 3 }),
  })
  .map(({ correlationIds, ...rest }) => ({
    schema: "secure-foundry-hub/report/1",
    tool: { name: "secure-foundry-hub", version: "0.0.0" },
    startedAt: "2026-11-22T00:00:00.000Z",
    run: { requests: 1, throttled: 0, durationMs: 1_000, correlationIds },
    ...rest,
  }));
