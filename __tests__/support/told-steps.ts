/** Holds what a report tells of its steps against the twin's documents: what is called done is there, what is called planned isn't. */
import type { ReportStep } from "../../src/report/report.ts";
import type { ArmDocument } from "../../src/twin/estate.ts";
import { valueAt } from "./expectation.ts";

/** Steps whose state the world contradicts, as sentences. */
export function findUntrueSteps(steps: readonly ReportStep[], documents: readonly ArmDocument[]): readonly string[] {
  return steps.flatMap((step) => {
    const isThere = isInTheWorld(step, documents);
    if (step.state === "done" && isThere === false) return [`${step.id} is called done and isn't`];
    if (step.state === "planned" && isThere === true) return [`${step.id} is called planned and is done`];
    return (step.state === "failed" || step.state === "pending") && step.reason === ""
      ? [`${step.id} is ${step.state} without a reason`]
      : [];
  });
}

/** Undefined where documents don't show it. */
function isInTheWorld(step: ReportStep, documents: readonly ArmDocument[]): boolean | undefined {
  const same = (id: unknown, other: string): boolean => String(id).toLowerCase() === other.toLowerCase();
  const target = documents.find((document) => same(document.id, step.resourceId));
  const at = (path: string): string => String(valueAt(target, path)).toLowerCase();
  switch (step.kind) {
    case "grant-reader": {
      const principal = step.id.split(":").at(-1) ?? "";
      const isAtScope = (document: ArmDocument): boolean =>
        document.id
          .toLowerCase()
          .startsWith(`${step.resourceId.toLowerCase()}/providers/microsoft.authorization/roleassignments/`);
      return documents.some(
        (document) => isAtScope(document) && same(valueAt(document, "properties.principalId"), principal),
      );
    }
    case "declare-rule":
      return documents.some(
        (document) =>
          /\/outboundRules\//i.test(document.id) &&
          same(valueAt(document, "properties.destination.serviceResourceId"), step.resourceId) &&
          String(valueAt(document, "properties.status")) !== "Failed",
      );
    case "provision-managed-network":
      return at("properties.managedNetwork.status.status") === "active";
    case "approve-connection":
      return at("properties.privateLinkServiceConnectionState.status") === "approved";
    case "let-trusted-services-in":
      return (
        at("properties.networkAcls.bypass").includes("azureservices") ||
        at("properties.networkRuleBypassOptions") === "azureservices"
      );
    case "close-public-access":
      return at("properties.publicNetworkAccess") === "disabled";
    default:
      return undefined;
  }
}
