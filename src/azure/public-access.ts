import { RunError } from "../errors.ts";
import type { PublicAccessWriter, Started } from "../ports.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { ServiceRole } from "../snapshot/service.ts";
import type { Arm } from "./arm.ts";
import type { Document } from "./document.ts";
import { closeBody, isPerimeterManaged, trustBody } from "./public-access-body.ts";
import type { WrittenRole } from "./public-access-body.ts";
import { startedBy } from "./started.ts";

/**
 * Read, change the one thing, PATCH: never PUT, never accessPolicies, sku or managedNetwork. Without If-Match: vault and
 * registry don't support it, so what somebody else changes between the two requests is seen only by the next read.
 */
export function createPublicAccessWriter(arm: Arm): PublicAccessWriter {
  return {
    async letTrustedServicesIn(service, role) {
      const body = trustBody(writtenRole(service, role), await readOrThrow(arm, service));
      if (body === undefined) throw new RunError("SFH909", `${service} has no bypass for trusted services.`);
      return patch(arm, service, body);
    },
    async closePublicAccess(service, role) {
      return patch(arm, service, closeBody(writtenRole(service, role), await readOrThrow(arm, service)));
    },
  };
}

function writtenRole(service: ResourceId, role: ServiceRole): WrittenRole {
  if (role !== "connected") return role;
  throw new RunError("SFH908", `${service} is not one of the hub's own services and is never written.`);
}

async function readOrThrow(arm: Arm, service: ResourceId): Promise<Document> {
  const read = await arm.read(service);
  if (read.is === "absent") throw new RunError("SFH915", `${service} is gone.`);
  if (read.is === "unknown") throw new RunError("SFH915", `${service} can't be read any more: ${read.why}`);
  if (!isPerimeterManaged(read.value)) return read.value;
  throw new RunError("SFH909", `${service} is managed by a network security perimeter and is left alone.`, {
    fix: "Change the perimeter's access rules instead, or take the resource out of the perimeter first.",
  });
}

async function patch(arm: Arm, service: ResourceId, body: Document): Promise<Started> {
  return startedBy(await arm.send("PATCH", service, body), arm, { method: "PATCH", path: service });
}
