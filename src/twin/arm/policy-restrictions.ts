import type { ArmDocument, Json, JsonObject, PolicyFact } from "../estate.ts";
import { assignmentIdOf, denyingPolicies } from "../rules/policy.ts";
import { ok } from "../wire/answer.ts";
import type { Answer } from "../wire/answer.ts";
import { armError } from "../wire/arm-error.ts";
import { lastNameOf } from "../wire/arm-path.ts";
import { isJsonObject, objectAt, textAt, valueAt } from "../wire/json-fields.ts";
import type { Handler, HandlerContext } from "./handler.ts";

/** What Azure Policy would say of a resource before it is written. */
export const POLICY_HANDLERS: readonly Handler[] = [
  {
    method: "POST",
    path: "Microsoft.PolicyInsights/checkPolicyRestrictions",
    confirmedBy: "spec",
    remark:
      "At a subscription or resource group; only what the content itself is denied for, no restrictions of pending fields. The right it takes is as published: `…/checkPolicyRestrictions/read`.",
    handle: checkRestrictions,
  },
];

function checkRestrictions(context: HandlerContext): Answer {
  const content = valueAt(context.body, "resourceDetails", "resourceContent");
  if (!isJsonObject(content) || textAt(content, "type") === undefined) {
    throw armError(
      400,
      "InvalidCheckRestrictionsRequest",
      "The request needs resourceDetails.resourceContent with a type.",
    );
  }
  const denying = denyingPolicies(context.world, asDocument(context, content));
  const policyEvaluations = denying.map((policy) => evaluationOf(policy, content));
  return ok({ fieldRestrictions: [], contentEvaluationResult: { policyEvaluations } });
}

/** The content at the id it would have: in the scope asked about, or below the parent it names. */
function asDocument({ path, body }: HandlerContext, content: JsonObject): ArmDocument {
  const type = textAt(content, "type") ?? "";
  const name = textAt(content, "name") ?? "new";
  const parent = textAt(body, "resourceDetails", "scope");
  const collection = parent === undefined ? `${path.scope}/providers/${type}` : `${parent}/${lastNameOf(type)}`;
  return { ...content, id: `${collection}/${name}` };
}

function evaluationOf(policy: PolicyFact, content: JsonObject): Json {
  return {
    policyInfo: {
      policyDefinitionId: assignmentIdOf(policy).replace("/policyAssignments/", "/policyDefinitions/"),
      policyAssignmentId: assignmentIdOf(policy),
    },
    evaluationResult: "NonCompliant",
    evaluationDetails: {
      evaluatedExpressions: [
        {
          ...{ result: "True", expressionKind: "Field", expression: policy.when.property, path: policy.when.property },
          expressionValue: valueAt(objectAt(content), ...policy.when.property.split(".")) ?? null,
          ...{ targetValue: policy.when.equals, operator: "Equals" },
        },
      ],
    },
    effectDetails: { policyEffect: "Deny" },
  };
}
