import { RunError } from "../errors.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { Started } from "../ports.ts";
import { valueOr } from "../snapshot/read.ts";
import { holdsAction } from "../snapshot/role.ts";
import { isSameId, serviceOfConnection } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { ApplyContext } from "./apply-context.ts";
import { keepChange } from "./keep.ts";
import { sendUntilTaken } from "./send.ts";
import { BoundedWait, roleAssignmentBudget, waitUntil } from "./wait.ts";
import { writeSetting } from "./write-setting.ts";

/** Grants Reader and waits until the caller's reads show it. A new identity may not be replicated yet: sent again then. */
export async function grantReader(
  context: ApplyContext,
  step: PlannedStep,
  scope: string,
  principalId: string,
): Promise<void> {
  const look = async (): Promise<boolean> => {
    const held = await context.world.roles.permissions(scope, principalId);
    return held.is === "known" && holdsAction(held.value, "Microsoft.Network/privateEndpoints/read");
  };
  const wait = new BoundedWait(context, roleAssignmentBudget, step.id);
  const send = (): Promise<Started> => context.world.roleGrants.grantReader(scope, principalId);
  await keepChange(context, step, { resourceId: scope, prior: undefined, written: { principalId, role: "Reader" } });
  await sendUntilTaken(context, step, wait, { send, hasBegun: look });
  await waitUntil(wait, async () => ((await look()) ? true : undefined));
}

/** Approves a connection that the plan has shown to be this hub's, as long as it leads to the endpoint judged then. */
export async function approveConnection(
  context: ApplyContext,
  step: PlannedStep,
  connectionId: ResourceId,
  snapshot: Snapshot,
): Promise<void> {
  const owner = serviceOfConnection(connectionId);
  const judged = snapshot.services
    .flatMap((service) => valueOr(service.connections, []))
    .find((connection) => isSameId(connection.id, connectionId));
  if (judged === undefined)
    throw new RunError("SFH915", `${connectionId} is not among the connections that were read.`);
  const prior = { status: judged.status };
  await keepChange(context, step, { resourceId: connectionId, prior, written: { status: "Approved" } });
  await writeSetting(context, step, {
    service: { id: owner, role: "connected" },
    send: () => context.world.endpointConnections.approve(connectionId, judged),
    isDone: (service) =>
      service.connections.is === "known" &&
      service.connections.value.some((c) => isSameId(c.id, connectionId) && c.status === "Approved"),
  });
}
