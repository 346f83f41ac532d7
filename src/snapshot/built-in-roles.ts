/** The narrowest of Azure's built-in roles, as far as known, that holds an action a run takes. */
export function builtInRoleFor(action: string): string {
  const name = action.toLowerCase();
  if (name.startsWith("microsoft.authorization/") && name.endsWith("/write"))
    return "Role Based Access Control Administrator";
  if (name.includes("privateendpointconnection")) return approverFor(name);
  if (name.endsWith("/read")) return "Reader";
  if (name.startsWith("microsoft.machinelearningservices/")) return "Azure AI Administrator";
  if (name.endsWith("/joinviaserviceendpoint/action")) return "Network Contributor";
  return "Contributor";
}

/** Documented as not covered by the approver role. */
const notApprovable = ["microsoft.datafactory/", "microsoft.databricks/"];

function approverFor(action: string): string {
  return notApprovable.some((namespace) => action.startsWith(namespace))
    ? "Contributor"
    : "Azure AI Enterprise Network Connection Approver";
}

/** The az line that gives a role; the principal by its object id, or a placeholder where it isn't known. */
export function assignmentLine(role: string, scope: string, principalId: string | undefined): string {
  const who = principalId ?? "<object id of the caller>";
  return `az role assignment create --assignee-object-id ${who} --assignee-principal-type ServicePrincipal --role "${role}" --scope "${scope}"`;
}
