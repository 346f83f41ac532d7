import { createDemoWorld } from "../../src/cli/demo-world.ts";
import { runApply, runPlan } from "../../src/runbook/runbook.ts";
import type { LogEntry } from "../../src/twin/twin.ts";
import { builtIn } from "../cli/estate-variants.ts";

/** Azure actions a caller was asked for, by what asked for them. */
export interface ActionsUsed {
  readonly plan: ReadonlySet<string>;
  readonly apply: ReadonlySet<string>;
}

/** Between them these have every kind of service and step. */
const names = ["fresh-approved-only", "application-gateway", "fleet"];

/** Runs plan and apply on some built-in estates, and tells from the twin's log which actions that takes. */
export async function findActionsUsed(): Promise<ActionsUsed> {
  const used = { plan: new Set<string>(), apply: new Set<string>() };
  for (const name of names) {
    const demo = await createDemoWorld({
      estate: builtIn(name),
      signal: new AbortController().signal,
      emit: () => undefined,
      startAt: Date.UTC(2026, 10, 22),
    });
    await runPlan(demo.input());
    const planned = demo.twin.log.length;
    await runApply(demo.input(), { confirm: async () => true, isAllOrNothing: false });
    demo.twin.log.forEach((entry, i) => {
      const action = actionOf(entry);
      if (action !== undefined) (i < planned ? used.plan : used.apply).add(action);
    });
    await demo.close();
  }
  return used;
}

/** `Microsoft.Storage/storageAccounts/read`, lower case; undefined for signing in, metadata and polling. */
export function actionOf({ method, id }: LogEntry): string | undefined {
  if (/^\/subscriptions\/[^/]+\/providers\/[^/]+$/i.test(id)) return "microsoft.resources/subscriptions/providers/read";
  const [, last] = id.toLowerCase().split(/^.*\/providers\//);
  if (last === undefined || /operation(result|status|statuse)s/.test(last) || last.includes("/locations/"))
    return undefined;
  // A question that its provider counts as a read.
  if (last === "microsoft.policyinsights/checkpolicyrestrictions") return `${last}/read`;
  const segments = last.split("/");
  const isVerb = method === "POST" && segments.length % 2 === 0;
  const type = (isVerb ? segments.slice(0, -1) : segments).filter((_, i) => i === 0 || i % 2 === 1).join("/");
  if (isVerb) return `${type}/${segments.at(-1) ?? ""}/action`;
  return `${type}/${method === "GET" ? "read" : "write"}`;
}
