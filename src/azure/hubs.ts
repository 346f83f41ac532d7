import type { HubFinder } from "../ports.ts";
import type { FoundHub } from "../snapshot/found-hub.ts";
import type { Arm } from "./arm.ts";
import { parseFoundHub } from "./found-hub.ts";
import { readAllRows } from "./resource-graph.ts";

/** Resource Graph knows kinds and types in more than one casing. The order is what makes pages fit together. */
const query = [
  "resources",
  "where type =~ 'microsoft.machinelearningservices/workspaces' and kind =~ 'hub'",
  "project id, name, location, resourceGroup, subscriptionId",
  "order by id asc",
].join(" | ");

/** Documented: clients send no more subscriptions than this with one query. */
const batchSize = 1_000;

/** Finds hubs by Resource Graph: one query for many subscriptions, where a list a subscription would take hours. */
export function createHubFinder(arm: Arm): HubFinder {
  return {
    async hubsIn(subscriptionIds) {
      const found: FoundHub[] = [];
      for (let from = 0; from < subscriptionIds.length; from += batchSize) {
        const batch = subscriptionIds.slice(from, from + batchSize);
        const rows = await readAllRows(arm, { query, subscriptions: batch });
        const asked = new Set(batch.map((id) => id.toLowerCase()));
        found.push(...rows.map((row) => parseFoundHub(row, asked)));
      }
      return found;
    },
  };
}
