import type { PlannedStep } from "../plan/plan.ts";
import type { Started } from "../ports.ts";
import { holdsAction } from "../snapshot/role.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { Service, ServiceRole } from "../snapshot/service.ts";
import type { ApplyContext } from "./apply-context.ts";
import { sendOnce } from "./send.ts";
import { operationOf, roleAssignmentBudget, settingBudget, waitUntil } from "./wait.ts";

/** Sends a settings write and waits until a read shows it. */
export async function writeSetting(
  context: ApplyContext,
  step: PlannedStep,
  service: { readonly id: string; readonly role: ServiceRole },
  send: () => Promise<Started>,
  isDone: (service: Service) => boolean,
): Promise<void> {
  const look = async (): Promise<true | undefined> => {
    const read = await context.world.services.service(service.id, service.role);
    return read.is === "known" && isDone(read.value) ? true : undefined;
  };
  const started = await sendOnce(context, step, { send, hasBegun: async () => (await look()) === true });
  await waitUntil(context, settingBudget, step.id, look, operationOf(started));
}

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
  let isSent = false;
  await waitUntil(context, roleAssignmentBudget, step.id, async () => {
    if (!isSent) {
      const started = await sendOnce(context, step, {
        send: () => context.world.roleGrants.grantReader(scope, principalId),
        hasBegun: look,
      });
      isSent = started.is !== "busy";
    }
    return (await look()) ? true : undefined;
  });
}

/** Approves a connection that the plan has shown to be this hub's. */
export async function approveConnection(context: ApplyContext, step: PlannedStep, connectionId: string): Promise<void> {
  const owner = connectionId.split(/\/privateEndpointConnections\//i)[0] ?? connectionId;
  await writeSetting(
    context,
    step,
    { id: owner, role: "connected" },
    () => context.world.endpointConnections.approve(connectionId),
    (service) =>
      service.connections.is === "known" &&
      service.connections.value.some((c) => isSameId(c.id, connectionId) && c.status === "Approved"),
  );
}
