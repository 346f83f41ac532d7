import type { DeclaredRule } from "../ports.ts";
import type { AccessSettings } from "../snapshot/access-settings.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { PublicAccess, ServiceRole } from "../snapshot/service.ts";

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
  | { readonly kind: "await-datastore"; readonly resourceId: ResourceId }
  /** Of a rollback only: settings as they once were, and who gets in by them. */
  | {
      readonly kind: "reopen-public-access" | "restore-bypass";
      readonly resourceId: ResourceId;
      readonly role: ServiceRole;
      readonly settings: AccessSettings;
      readonly means: PublicAccess;
    };

export type StepKind = Step["kind"];

/** Opening steps open ways, closing ones shut some (a bypass put back shuts trusted services out), waits write nothing. */
export function effectOf(step: Step): "opens" | "closes" | "waits" {
  switch (step.kind) {
    case "close-public-access":
    case "restore-bypass":
      return "closes";
    case "await-managed-network":
    case "await-datastore":
      return "waits";
    case "grant-reader":
    case "declare-rule":
    case "provision-managed-network":
    case "approve-connection":
    case "let-trusted-services-in":
    case "reopen-public-access":
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
