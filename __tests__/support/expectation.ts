/** Reads an expectation (`*.expect.json`) and tells, as plain sentences, where a run differs from it. */
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Report, ReportFinding } from "../../src/report/report.ts";

const expectedFinding = z.object({
  area: z.string(),
  resource: z.string(),
  what: z.string(),
  mended: z.boolean().default(false),
  optional: z.boolean().default(false),
  needs: z.string().optional(),
});

const run = z.object({ verdict: z.union([z.string(), z.array(z.string())]).optional(), exit: z.number() });

export const forbidden = z.object({
  method: z.string(),
  id: z.string(),
  bodyHas: z.string().optional(),
  bodyType: z.string().optional(),
  target: z.string().optional(),
  principalId: z.string().optional(),
  why: z.string(),
});

export const expectationSchema = z.object({
  estate: z.string(),
  hub: z.string(),
  spec: z.object({
    accepted: z.array(z.object({ origin: z.string(), door: z.string(), reason: z.string() })).default([]),
    hub: z.string().default("Disabled"),
  }),
  verdict: z.object({
    plan: run.optional(),
    apply: run.optional(),
    verify: run.optional(),
    second: z.object({ exit: z.number(), writes: z.number() }).optional(),
  }),
  findings: z.array(expectedFinding),
  absent: z.array(z.object({ area: z.string(), what: z.string() })).default([]),
  writes: z
    .array(z.object({ key: z.string(), method: z.string(), id: z.string(), body: z.unknown(), must: z.boolean() }))
    .default([]),
  order: z.array(z.object({ first: z.string(), then: z.string() })).default([]),
  gates: z
    .array(
      z.object({
        write: z.string(),
        activeAndApproved: z
          .array(z.object({ serviceResourceId: z.string(), subresourceTarget: z.string() }))
          .default([]),
      }),
    )
    .default([]),
  never: z.array(forbidden).default([]),
  /** A file of rules that hold for every estate. */
  neverFrom: z.string().optional(),
  preserve: z.array(z.object({ id: z.string(), path: z.string(), equals: z.unknown() })).default([]),
  refused: z.array(z.object({ resource: z.string(), what: z.string(), why: z.string() })).default([]),
  needs: z.array(z.string()).default([]),
});

export type Expectation = z.infer<typeof expectationSchema>;

/** One write as the twin's log has it. */
export interface SeenWrite {
  readonly method: string;
  readonly id: string;
  readonly body: unknown;
  /** (target, sub-resource) pairs whose rule was Active and connection Approved right before the write, lower case. */
  readonly openPaths: readonly string[];
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const isIn = (area: string, code: string): boolean => code.startsWith(area.replace(/x+$/, ""));
const isOn = (expected: string, actual: string): boolean =>
  same(expected, actual) || actual.toLowerCase().startsWith(`${expected.toLowerCase()}/`);

/** Findings that are due and missing, and findings nobody expected. Notes are never due and never wrong. */
export function compareFindings(
  expectation: Expectation,
  found: readonly ReportFinding[],
  hasVantage: boolean,
): readonly string[] {
  const left = [...found];
  const faults: string[] = [];
  for (const due of expectation.findings.filter((f) => !f.optional && (f.needs !== "vantage" || hasVantage))) {
    const at = left.findIndex((f) => isIn(due.area, f.code) && isOn(due.resource, f.resourceId));
    if (at === -1) faults.push(`missing: ${due.area} ${due.resource}: ${due.what}`);
    else left.splice(at, 1);
  }
  for (const extra of left.filter((f) => f.severity !== "note")) {
    const isKnown = expectation.findings.some((e) => isIn(e.area, extra.code) && isOn(e.resource, extra.resourceId));
    if (!isKnown) faults.push(`not expected: ${extra.code} ${extra.resourceId}: ${extra.detail}`);
  }
  for (const wrong of expectation.absent) {
    const there = found.filter((f) => f.severity !== "note" && (wrong.area === "any" || isIn(wrong.area, f.code)));
    const isCovered = (f: ReportFinding): boolean =>
      expectation.findings.some((e) => isIn(e.area, f.code) && isOn(e.resource, f.resourceId));
    faults.push(
      ...there.filter((f) => !isCovered(f)).map((f) => `should be absent (${wrong.what}): ${f.code} ${f.detail}`),
    );
  }
  return faults;
}

/** What should have been mended and wasn't, or the other way round. */
export function compareMended(expectation: Expectation, after: Report): readonly string[] {
  return expectation.findings
    .filter((f) => !f.optional && f.needs === undefined)
    .flatMap((due) => {
      const on = after.findings.filter((f) => isIn(due.area, f.code) && isOn(due.resource, f.resourceId));
      const isFixed = on.some((f) => f.state === "fixed");
      const isLeft = on.some((f) => f.state !== "fixed");
      if (due.mended && !isFixed) return [`not mended: ${due.area} ${due.resource}: ${due.what}`];
      return !due.mended && !isLeft
        ? [`mended or gone, though it can't be: ${due.area} ${due.resource}: ${due.what}`]
        : [];
    });
}

/** Writes that are due and missing, sent twice, sent unasked, forbidden, or out of order. */
export function compareWrites(expectation: Expectation, seen: readonly SeenWrite[]): readonly string[] {
  const keyOf = (w: SeenWrite): string | undefined => expectation.writes.find((e) => isWrite(e, w))?.key;
  const keys = seen.map(keyOf);
  const faults = seen.flatMap((w, i) =>
    keys[i] === undefined ? [`write not expected: ${w.method} ${w.id} ${JSON.stringify(w.body)}`] : [],
  );
  for (const due of expectation.writes) {
    const times = keys.filter((k) => k === due.key).length;
    if (due.must && times !== 1) faults.push(`${due.key}: sent ${String(times)} times, once is due`);
  }
  for (const { first, then } of expectation.order) {
    const a = keys.indexOf(first);
    const b = keys.indexOf(then);
    const isEitherWay =
      expectation.order.some((o) => o.first === then && o.then === first) ||
      (first.startsWith("rule-") && then.startsWith("rule-"));
    if (a !== -1 && b !== -1 && a > b && !isEitherWay) faults.push(`order: ${first} came after ${then}`);
  }
  for (const gate of expectation.gates) {
    const write = seen[keys.indexOf(gate.write)];
    const shut = gate.activeAndApproved.filter(
      (p) =>
        write !== undefined && !write.openPaths.includes(`${p.serviceResourceId}|${p.subresourceTarget}`.toLowerCase()),
    );
    faults.push(
      ...shut.map(
        (p) => `gate: ${gate.write} was sent while ${p.subresourceTarget} of ${p.serviceResourceId} was not open`,
      ),
    );
  }
  return faults;
}

/** Forbidden requests among everything that was sent. */
export function findForbidden(
  expectation: Expectation,
  sent: readonly { readonly method: string; readonly id: string; readonly body: unknown }[],
): readonly string[] {
  return expectation.never.flatMap((rule) =>
    sent
      .filter((w) => rule.method.split("|").includes(w.method) && matchesId(rule.id, w.id))
      .filter((w) => rule.bodyHas === undefined || valueAt(w.body, rule.bodyHas) !== undefined)
      .filter((w) => rule.bodyType === undefined || valueAt(w.body, "properties.type") === rule.bodyType)
      .filter(
        (w) =>
          rule.target === undefined ||
          same(String(valueAt(w.body, "properties.destination.serviceResourceId")), rule.target),
      )
      .filter((w) => rule.principalId === undefined || valueAt(w.body, "properties.principalId") === rule.principalId)
      .map((w) => `never: ${w.method} ${w.id} (${rule.why})`),
  );
}

/** Documents that changed where they had to stay as they were. */
export function comparePreserved(
  expectation: Expectation,
  documents: readonly { readonly id: string }[],
): readonly string[] {
  return expectation.preserve.flatMap(({ id, path, equals }) => {
    const document = documents.find((d) => same(d.id, id));
    const value = valueAt(document, path);
    const contains = typeof equals === "string" && equals.startsWith("contains ") ? equals.slice(9) : undefined;
    const isKept =
      contains === undefined ? isDeepStrictEqual(value, equals) : typeof value === "string" && value.includes(contains);
    // A vault that never had networkAcls lets trusted services in by default.
    const isDefault = contains !== undefined && value === undefined;
    return isKept || isDefault
      ? []
      : [`not preserved: ${id} ${path} is ${JSON.stringify(value)}, expected ${JSON.stringify(equals)}`];
  });
}

/** Refusals that are due and missing, and refusals nobody expected. */
export function compareRefusals(expectation: Expectation, report: Report): readonly string[] {
  const refused = report.steps.filter((s) => s.state === "refused");
  const missing = expectation.refused.filter(
    (e) => !refused.some((s) => same(s.resourceId, e.resource) && s.reason !== ""),
  );
  const extra = refused.filter((s) => !expectation.refused.some((e) => same(s.resourceId, e.resource)));
  return [
    ...missing.map((e) => `refusal missing: ${e.what} of ${e.resource}`),
    ...extra.map((s) => `refused, though nothing speaks against it: ${s.id}: ${s.reason}`),
  ];
}

function isWrite(
  expected: { readonly method: string; readonly id: string; readonly body: unknown },
  seen: SeenWrite,
): boolean {
  return expected.method === seen.method && matchesId(expected.id, seen.id) && isSubset(expected.body, seen.body);
}

/** `{x}` is one segment, `*` is any text. */
function matchesId(pattern: string, id: string): boolean {
  const source = pattern
    .split(/(\{[^}]*\}|\*)/)
    .map((part) => (part === "*" ? ".*" : part.startsWith("{") ? "[^/]+" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")))
    .join("");
  return new RegExp(`^${source}$`, "i").test(id);
}

/** Every essential value is there; ids compare case-blind; a flag that may be left out may be. */
function isSubset(expected: unknown, actual: unknown): boolean {
  if (typeof expected === "string" && typeof actual === "string") return same(expected, actual);
  if (typeof expected !== "object" || expected === null) return isDeepStrictEqual(expected, actual);
  if (Array.isArray(expected)) return isDeepStrictEqual(expected, actual);
  return Object.entries(expected).every(
    ([key, value]) =>
      (mayBeLeftOut.includes(key) && valueAt(actual, key) === undefined) || isSubset(value, valueAt(actual, key)),
  );
}

export function valueAt(document: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined), document);
}

/** Flags whose absence means the value every expectation has for them. */
const mayBeLeftOut: readonly string[] = ["sparkEnabled", "networkRuleBypassOptions"];
