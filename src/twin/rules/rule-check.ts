import type { ArmDocument, JsonObject } from "../estate.ts";
import type { World } from "../state/world.ts";
import { armError, mlValidationError } from "../wire/arm-error.ts";
import { parseArmPath, typeOf } from "../wire/arm-path.ts";
import { sameText, textAt } from "../wire/json-fields.ts";
import { hubPrincipalOf, mayApprove } from "./managed-endpoint.ts";
import { acceptsSubresource } from "./private-link.ts";
import { hasPrivateLink, isSameTarget, missingRightText, ruleNameOf, ruleTargetOf } from "./rule-activation.ts";

/** Names of rules that users make: 3 to 33 characters (the spec's pattern). */
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$/;

/** A rule as it was asked for. */
export interface AskedRule {
  readonly name: string;
  readonly properties: JsonObject;
}

/** Throws the service's 400 for a rule that it does not take. Wording beyond the pasted texts is not confirmed. */
export function checkRule(world: World, hub: ArmDocument, asked: AskedRule): void {
  const mode = isolationModeOf(hub);
  if (!sameText(textAt(hub, "kind"), "Hub") && sameText(textAt(hub, "kind"), "Project")) {
    throw mlValidationError("Outbound rules can only be set on a hub workspace, not on a project.");
  }
  if (sameText(mode, "Disabled")) {
    throw mlValidationError("Outbound rules need a managed network; the isolation mode of this workspace is Disabled.");
  }
  if (!NAME.test(asked.name)) {
    throw mlValidationError(`The outbound rule name '${asked.name}' does not match the pattern ${NAME.source}.`);
  }
  if (sameText(textAt(asked.properties, "category"), "Required")) {
    throw mlValidationError(
      `The outbound rule '${asked.name}' has the category Required, which only the service can set.`,
    );
  }
  checkType(mode, asked);
  refuseDuplicate(world, hub, asked);
  if (sameText(textAt(asked.properties, "type"), "PrivateEndpoint")) checkPrivateEndpoint(world, hub, asked);
}

/** The hub's isolation mode; Disabled where none is set. */
export function isolationModeOf(hub: ArmDocument): string {
  return textAt(hub, "properties", "managedNetwork", "isolationMode") ?? "Disabled";
}

function checkType(mode: string, asked: AskedRule): void {
  const type = textAt(asked.properties, "type") ?? "";
  if (sameText(type, "PrivateEndpoint")) return;
  const isFqdn = sameText(type, "FQDN");
  if (!isFqdn && !sameText(type, "ServiceTag")) {
    throw mlValidationError(
      `The type '${type}' of outbound rule '${asked.name}' is not one of PrivateEndpoint, FQDN, ServiceTag.`,
    );
  }
  if (!sameText(mode, "AllowOnlyApprovedOutbound")) {
    throw mlValidationError(
      `Outbound rules of type ${type} are only allowed with isolation mode AllowOnlyApprovedOutbound.`,
    );
  }
  const destination = textAt(asked.properties, "destination") ?? "";
  if (isFqdn && destination === "") {
    throw mlValidationError(`The outbound rule '${asked.name}' has no destination.`);
  }
  if (isFqdn && /\.core\.(windows\.net|usgovcloudapi\.net|chinacloudapi\.cn)$/i.test(destination)) {
    throw mlValidationError("Storage accounts can't be reached by a FQDN rule; use a private endpoint rule.");
  }
}

/** The text is pasted in public; that it is looked for under other names only is not. */
function refuseDuplicate(world: World, hub: ArmDocument, asked: AskedRule): void {
  const wanted = ruleTargetOf({ id: "", properties: asked.properties });
  const fqdn = textAt(asked.properties, "destination");
  const isSame = (other: ArmDocument): boolean => {
    const target = ruleTargetOf(other);
    if (wanted !== undefined && target !== undefined) return isSameTarget(wanted, target);
    return fqdn !== undefined && sameText(textAt(other, "properties", "destination"), fqdn);
  };
  const others = world.documents.childrenOf(hub.id, "outboundRules");
  if (others.some((other) => !sameText(ruleNameOf(other), asked.name) && isSame(other))) {
    throw mlValidationError("There is already an outbound rule to the same destination.");
  }
}

function checkPrivateEndpoint(world: World, hub: ArmDocument, asked: AskedRule): void {
  const wanted = ruleTargetOf({ id: "", properties: asked.properties });
  const path = wanted === undefined ? undefined : parseArmPath(wanted.id);
  if (wanted === undefined || path === undefined) {
    throw mlValidationError(`The outbound rule '${asked.name}' needs serviceResourceId and subresourceTarget.`);
  }
  const isOffered = acceptsSubresource(typeOf(path), wanted.subresource);
  if (isOffered !== true) {
    throw mlValidationError(`'${wanted.subresource}' is not a private endpoint target of ${typeOf(path)}.`);
  }
  const target = world.documents.get(wanted.id);
  if (target === undefined) {
    throw mlValidationError(`Resource ${wanted.id} was not found, or is in another tenant than the workspace.`);
  }
  if (!hasPrivateLink(target)) {
    throw mlValidationError(`The registry ${wanted.id} needs the Premium SKU for private endpoints.`);
  }
  if (!mayApprove(world, hubPrincipalOf(hub), target.id)) {
    throw armError(400, "ValidationError", missingRightText(target.id));
  }
}
