import type { ArmDocument, Json, PolicyFact } from "../estate.ts";
import type { World } from "../state/world.ts";
import { armError } from "../wire/arm-error.ts";
import { isAtOrBelow, lastNameOf, parseArmPath, typeOf } from "../wire/arm-path.ts";
import { sameText, valueAt } from "../wire/json-fields.ts";

/** The estate's policies that deny a resource as it would be. */
export function denyingPolicies(world: World, resource: ArmDocument): readonly PolicyFact[] {
  return (world.estate.facts.policies ?? []).filter((policy) => isDeniedBy(policy, resource));
}

/** Throws 403 RequestDisallowedByPolicy when the merged result of a write is what one of the estate's policies denies. */
export function refuseIfDenied(world: World, merged: ArmDocument): void {
  const [denying] = denyingPolicies(world, merged);
  if (denying === undefined) return;
  const name = lastNameOf(merged.id);
  const policyName = policyNameOf(denying);
  const identifiers = JSON.stringify([{ policyAssignment: { name: policyName, id: assignmentIdOf(denying) } }]);
  throw armError(
    403,
    "RequestDisallowedByPolicy",
    `Resource '${name}' was disallowed by policy. Policy identifiers: '${identifiers}'.`,
    {
      target: name,
      additionalInfo: [
        {
          type: "PolicyViolation",
          info: {
            policyDefinitionDisplayName: policyName,
            policyDefinitionEffect: "deny",
            policyAssignmentId: assignmentIdOf(denying),
            policyAssignmentName: policyName,
            policyAssignmentScope: denying.scope,
          },
        },
      ],
    },
  );
}

function policyNameOf(policy: PolicyFact): string {
  return policy.name ?? "deny";
}

/** The id of the assignment that a policy of the estate stands for. */
export function assignmentIdOf(policy: PolicyFact): string {
  return `${policy.scope}/providers/Microsoft.Authorization/policyAssignments/${policyNameOf(policy)}`;
}

function isDeniedBy(policy: PolicyFact, merged: ArmDocument): boolean {
  const path = parseArmPath(merged.id);
  if (path === undefined || !isAtOrBelow(merged.id, policy.scope) || !sameText(typeOf(path), policy.when.type)) {
    return false;
  }
  return sameValue(valueAt(merged, ...policy.when.property.split(".")), policy.when.equals);
}

function sameValue(left: Json | undefined, right: Json): boolean {
  return typeof left === "string" && typeof right === "string"
    ? sameText(left, right)
    : JSON.stringify(left) === JSON.stringify(right);
}
