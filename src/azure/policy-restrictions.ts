import type { PolicyDenial, SettingWrite } from "../snapshot/preflight.ts";
import { known, unknown } from "../snapshot/read.ts";
import type { Read } from "../snapshot/read.ts";
import { groupOf, nameOf } from "../snapshot/resource-id.ts";
import type { Arm } from "./arm.ts";
import { documentAt, documentsAt, textAt, wordAt } from "./document.ts";
import type { Document } from "./document.ts";
import { closeBody, trustBody, type SettingsBody } from "./public-access-body.ts";
import { apiVersionOf } from "./versions.ts";

/**
 * The policies that would deny a service as it would be after our write: Azure Policy is asked, and evaluates. That none
 * is named proves nothing: it is said not to evaluate every assignment made above the subscription.
 */
export async function readPolicyDenials(arm: Arm, write: SettingWrite): Promise<Read<readonly PolicyDenial[]>> {
  const raw = await arm.read(write.resourceId);
  if (raw.is !== "known") return raw;
  const body = bodyOf(write, raw.value);
  if (body === undefined) return known([]);
  const resourceDetails = { resourceContent: merged(raw.value, body), apiVersion: apiVersionOf(write.resourceId) };
  const answer = await arm.ask(
    `${groupOf(write.resourceId)}/providers/Microsoft.PolicyInsights/checkPolicyRestrictions`,
    { resourceDetails },
  );
  if (answer.is === "absent") return unknown("Microsoft.PolicyInsights is not registered in the subscription");
  return answer.is === "known" ? parseDenials(answer.value) : answer;
}

function bodyOf({ kind, role }: SettingWrite, raw: Document): SettingsBody | undefined {
  if (role === "connected") return undefined;
  return kind === "close-public-access" ? closeBody(role, raw) : trustBody(role, raw);
}

/** As a PATCH leaves it: properties are laid over those there, each as a whole. */
function merged(raw: Document, body: SettingsBody): Document {
  const properties = { ...documentAt(raw, "properties"), ...body.properties };
  return { ...raw, properties };
}

function parseDenials(answer: Document): Read<readonly PolicyDenial[]> {
  const denying = documentsAt(answer, "contentEvaluationResult", "policyEvaluations").filter(
    (evaluation) => wordAt(evaluation, "effectDetails", "policyEffect") === "deny",
  );
  const isDenied = (evaluation: Document): boolean => wordAt(evaluation, "evaluationResult") === "noncompliant";
  const denied = denying.filter(isDenied).map(parseDenial);
  const failed = denying.find((evaluation) => !isDenied(evaluation));
  if (denied.length > 0 || failed === undefined) return known(denied);
  return unknown(
    `the policy ${parseDenial(failed).name} could not be evaluated: ${textAt(failed, "evaluationResult")}`,
  );
}

function parseDenial(evaluation: Document): PolicyDenial {
  const assignmentId = textAt(evaluation, "policyInfo", "policyAssignmentId");
  return { name: nameOf(assignmentId), assignmentId };
}
