import { createHash } from "node:crypto";

import type { RoleWriter, Started } from "../ports.ts";
import { idKey, subscriptionOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Arm } from "./arm.ts";
import { hasCode } from "./azure-error.ts";
import { describe } from "./refusals.ts";
import { startedBy } from "./started.ts";

/** The built-in role Reader. */
export const readerRoleId = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

export function createRoleWriter(arm: Arm): RoleWriter {
  return {
    async grantReader(scope, principalId) {
      const path = `${scope}/providers/Microsoft.Authorization/roleAssignments/${assignmentName(scope, principalId)}`;
      const roleDefinitionId = `/subscriptions/${subscriptionOf(scope)}/providers/Microsoft.Authorization/roleDefinitions/${readerRoleId}`;
      // With its type told, Azure doesn't look the principal up, which fails for one made a moment ago.
      const properties = { roleDefinitionId, principalId, principalType: "ServicePrincipal" };
      const sent = await arm.send("PUT", path, { properties });
      return notRefused(sent) ?? startedBy(sent, arm, { method: "PUT", path });
    },
  };
}

/**
 * The two refusals that are none: the grant stands already, or the directory hasn't heard of the principal yet, which
 * takes minutes for a new identity: the same request is taken later.
 */
function notRefused(sent: Awaited<ReturnType<Arm["send"]>>): Started | undefined {
  if (sent.is === "lost") return undefined;
  if (hasCode(sent.answer.error, "RoleAssignmentExists")) return { is: "answered" };
  if (hasCode(sent.answer.error, "PrincipalNotFound")) return { is: "busy", why: describe(sent.answer) };
  return undefined;
}

/** Names Azure's own URL namespace for version 5 UUIDs (RFC 9562). */
const urlNamespace = Buffer.from("6ba7b8119dad11d180b400c04fd430c8", "hex");

/** The same id for the same scope, principal and role, so that a second run meets its own assignment. */
export function assignmentName(scope: ResourceId, principalId: string): string {
  const name = `${idKey(scope)}|${principalId.toLowerCase()}|${readerRoleId}`;
  const hash = createHash("sha1").update(urlNamespace).update(name).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
