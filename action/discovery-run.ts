import { connect } from "../src/cli/compose.ts";
import type { Discovery } from "../src/fleet/discovery.ts";
import { readSubscription } from "../src/fleet/subscriptions.ts";
import { escape } from "../src/report/markdown/escape.ts";
import { describeShard } from "../src/report/discovery.ts";
import { count } from "../src/report/words.ts";
import { runDiscover } from "../src/runbook/discover.ts";
import { signInWith } from "./federated-credential.ts";
import { describeRun } from "./github/run-place.ts";
import type { Inputs } from "./inputs.ts";
import type { Outputs } from "./outputs.ts";
import type { StepContext } from "./step-context.ts";
import { writeSummary } from "./summary.ts";

/** Finds the hubs and hands them on as a matrix. Throws RunError where that can't be told. */
export async function runDiscovery(inputs: Inputs, context: StepContext): Promise<Outputs> {
  const { env, signal, log, job } = context;
  const host = { env, signal, tell: log.info, credential: signInWith(inputs.federated, context) };
  const { world } = await connect({ environment: inputs.choices.environment }, host);
  const { shard } = inputs;
  const subscriptions = inputs.subscriptions.map(readSubscription);
  const found = await runDiscover({ world, subscriptions, shard });
  const where = count(found.subscriptions.length, "subscription");
  const said = [
    `${count(found.total, "hub")} in ${where} that the caller may read.`,
    ...describeShard(found, "shard:"),
  ];
  log.info(said.join("\n"));
  for (const { id } of found.hubs) log.info(`  ${id}`);
  if (found.left > 0)
    log.annotate({ level: "warning", title: "Not every hub is in the matrix", message: said.join(" ") });
  await writeSummary([summarize(found, said.join(" ")), describeRun(job.place)].join("\n"), env.GITHUB_STEP_SUMMARY);
  return {
    status: "found",
    matrix: JSON.stringify(found.matrix),
    any: String(found.any),
    "hub-count": String(found.total),
    "exit-code": "0",
  };
}

/** A summary has room for many, not for all there may be. */
const mostShown = 300;

function summarize({ hubs }: Discovery, said: string): string {
  const rows = hubs
    .slice(0, mostShown)
    .map(({ id, name, location }) => `| ${[name, location, id].map(escape).join(" | ")} |`);
  const more = hubs.length > mostShown ? [`_And ${hubs.length - mostShown} more._`, ""] : [];
  const table = rows.length === 0 ? [] : ["| hub | location | id |", "| --- | --- | --- |", ...rows, ""];
  return ["## secure-foundry-hub discover", "", said, "", ...table, ...more].join("\n");
}
