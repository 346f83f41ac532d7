import type { DeclaredRule } from "../ports.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { ServiceRole } from "../snapshot/service.ts";

/** One thing apply does: one write, or one wait. */
export type Step =
  | { readonly kind: "await-managed-network"; readonly resourceId: ResourceId }
  | {
      readonly kind: "grant-reader";
      readonly resourceId: ResourceId;
      readonly principalId: string;
      readonly owners: readonly string[];
    }
  | {
      readonly kind: "declare-rule";
      readonly resourceId: ResourceId;
      readonly rule: DeclaredRule;
      readonly wantedBy: string;
      /** True where a rule that didn't become Active is put once more, alone. */
      readonly isAgain: boolean;
    }
  | { readonly kind: "provision-managed-network"; readonly resourceId: ResourceId; readonly includeSpark: boolean }
  | { readonly kind: "approve-connection"; readonly resourceId: ResourceId; readonly ruleName: string }
  | { readonly kind: "let-trusted-services-in"; readonly resourceId: ResourceId; readonly role: ServiceRole }
  | { readonly kind: "close-public-access"; readonly resourceId: ResourceId; readonly role: ServiceRole }
  | { readonly kind: "await-datastore"; readonly resourceId: ResourceId };

export type StepKind = Step["kind"];

/** Opening steps open private ways, closing ones shut public ways, waits write nothing. */
export function effectOf(step: Step): "opens" | "closes" | "waits" {
  switch (step.kind) {
    case "close-public-access":
      return "closes";
    case "await-managed-network":
    case "await-datastore":
      return "waits";
    case "grant-reader":
    case "declare-rule":
    case "provision-managed-network":
    case "approve-connection":
    case "let-trusted-services-in":
      return "opens";
  }
}

/** The same step in another plan has the same id. */
export function stepId(step: Step): string {
  const about = step.kind === "grant-reader" ? step.principalId : step.kind === "declare-rule" ? ruleMark(step) : "";
  return [step.kind, step.resourceId.split("/").at(-1), about].filter((p) => p !== "").join(":");
}

function ruleMark(step: Extract<Step, { kind: "declare-rule" }>): string {
  return step.isAgain ? `${step.rule.name}:again` : step.rule.name;
}
