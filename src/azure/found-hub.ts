import { RunError } from "../errors.ts";
import type { FoundHub } from "../snapshot/found-hub.ts";
import { textAt } from "./document.ts";
import type { Document } from "./document.ts";
import { redact } from "./redaction.ts";

/** With what Azure allows in names and no more: these go into other people's workflows. */
const hubId =
  /^\/subscriptions\/(?<subscription>[0-9a-f-]{36})\/resourceGroups\/(?<group>[\p{L}\p{M}\p{N}\p{Pc}().-]+)\/providers\/Microsoft\.MachineLearningServices\/workspaces\/(?<name>[\w.-]+)$/iu;

/**
 * A hub from a row of Resource Graph, in the casing of its id: the column of the group is in lower case. Throws RunError
 * SFH908 for a row that isn't of a hub in one of the subscriptions asked (lower case), or lacks a column.
 */
export function parseFoundHub(row: Document, asked: ReadonlySet<string>): FoundHub {
  const id = textAt(row, "id");
  const { subscription = "", group = "", name = "" } = hubId.exec(id)?.groups ?? {};
  const subscriptionId = subscription.toLowerCase();
  const location = textAt(row, "location");
  const columns = { name, resourceGroup: group, subscriptionId };
  const differing = Object.entries(columns).filter(
    ([column, value]) => value === "" || textAt(row, column).toLowerCase() !== value.toLowerCase(),
  );
  if (differing.length === 0 && /^[\w -]+$/.test(location) && asked.has(subscriptionId)) {
    return { id, name, resourceGroup: group, subscriptionId, location };
  }
  throw new RunError(
    "SFH908",
    `Resource Graph answered a row that is not a hub's in the subscriptions asked: ${redact(JSON.stringify(row))}`,
  );
}
