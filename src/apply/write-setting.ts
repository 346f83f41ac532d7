import { RunError } from "../errors.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { Started } from "../ports.ts";
import { valueOr } from "../snapshot/read.ts";
import { holdsAction } from "../snapshot/role.ts";
import { isSameId, serviceOfConnection } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Service, ServiceRole } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { ApplyContext } from "./apply-context.ts";
import { sendUntilTaken } from "./send.ts";
import { BoundedWait, operationOf, roleAssignmentBudget, settingBudget, waitUntil } from "./wait.ts";

/** A write to a service, and what a read of the service shows once it is done. */
export interface Setting {
  readonly service: { readonly id: ResourceId; readonly role: ServiceRole };
  readonly send: () => Promise<Started>;
  readonly isDone: (service: Service) => boolean;
  readonly isClosing?: boolean;
}

/** Sends a settings write and waits until a read shows it. Throws NotSent for a closing that needs a new look. */
export async function writeSetting(context: ApplyContext, step: PlannedStep, setting: Setting): Promise<void> {
  const { service, send, isDone, isClosing = false } = setting;
  const look = async (): Promise<true | undefined> => {
    const read = await context.world.services.service(service.id, service.role);
    return read.is === "known" && isDone(read.value) ? true : undefined;
  };
  const wait = new BoundedWait(context, settingBudget, step.id);
  const hasBegun = async (): Promise<boolean> => (await look()) === true;
  const started = await sendUntilTaken(context, step, wait, { send, hasBegun, isClosing });
  await waitUntil(wait, look, operationOf(started));
}

/** Closes a service's public access, if that still is what the snapshot shows: the closing was judged on it. */
export async function closePublicAccess(
  context: ApplyContext,
  step: PlannedStep,
  service: Setting["service"],
  snapshot: Snapshot,
): Promise<void> {
  const { id, role } = service;
  const judged = snapshot.services.find((s) => isSameId(s.id, id));
  if (judged === undefined) throw new RunError("SFH915", `${id} is not among the services that were read.`);
  await writeSetting(context, step, {
    service,
    send: () => context.world.publicAccess.closePublicAccess(id, role, judged.publicAccess),
    isDone: (now) => now.publicAccess.state === "disabled",
    isClosing: true,
  });
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
  const wait = new BoundedWait(context, roleAssignmentBudget, step.id);
  const send = (): Promise<Started> => context.world.roleGrants.grantReader(scope, principalId);
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
  await writeSetting(context, step, {
    service: { id: owner, role: "connected" },
    send: () => context.world.endpointConnections.approve(connectionId, judged),
    isDone: (service) =>
      service.connections.is === "known" &&
      service.connections.value.some((c) => isSameId(c.id, connectionId) && c.status === "Approved"),
  });
}
