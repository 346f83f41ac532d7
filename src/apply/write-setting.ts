import { RunError } from "../errors.ts";
import type { PlannedStep } from "../plan/plan.ts";
import type { Step } from "../plan/step.ts";
import type { Started } from "../ports.ts";
import { isSameSetting, type AccessSettings } from "../snapshot/access-settings.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { Service, ServiceRole } from "../snapshot/service.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { ApplyContext } from "./apply-context.ts";
import { keepFor } from "./keep.ts";
import { sendUntilTaken } from "./send.ts";
import { BoundedWait, operationOf, settingBudget, waitUntil } from "./wait.ts";

/** A write to a service, and what a read of the service shows once it is done. */
export interface Setting {
  readonly service: { readonly id: ResourceId; readonly role: ServiceRole };
  readonly send: () => Promise<Started>;
  readonly isDone: (service: Service) => boolean;
  /** True for a write that rests on facts just read. */
  readonly isClosing?: boolean;
}

/** Sends a settings write and waits until a read shows it. Throws NotSent for one that needs a new look. */
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

export async function letTrustedServicesIn(
  context: ApplyContext,
  step: PlannedStep,
  service: Setting["service"],
): Promise<void> {
  await writeSetting(context, step, {
    service,
    send: () => context.world.publicAccess.letTrustedServicesIn(service.id, service.role, keepFor(context, step)),
    isDone: (now) => now.publicAccess.letsTrustedServicesIn,
  });
}

/** Closes a service's public access, if that still is what the snapshot shows: the closing was judged on it. */
export async function closePublicAccess(
  context: ApplyContext,
  step: PlannedStep,
  service: Setting["service"],
  snapshot: Snapshot,
): Promise<void> {
  const { id, role } = service;
  const { publicAccess } = judgedService(snapshot, id);
  await writeSetting(context, step, {
    service,
    send: () => context.world.publicAccess.closePublicAccess(id, role, publicAccess, keepFor(context, step)),
    isDone: (now) => now.publicAccess.state === "disabled",
    isClosing: true,
  });
}

/** Puts settings back as they once were, if those there now still are what the snapshot shows. */
export async function putBack(
  context: ApplyContext,
  step: PlannedStep,
  back: Extract<Step, { readonly settings: AccessSettings }>,
  snapshot: Snapshot,
): Promise<void> {
  const { resourceId: id, role, settings: wanted } = back;
  const { settings: judgedOn } = judgedService(snapshot, id);
  const part = back.kind === "restore-bypass" ? "bypass" : "door";
  await writeSetting(context, step, {
    service: { id, role },
    send: () => context.world.publicAccess.putBack(id, role, { wanted, judgedOn }, keepFor(context, step)),
    isDone: (now) => isSameSetting(part, Object.keys(wanted), now.settings, wanted),
    isClosing: true,
  });
}

function judgedService(snapshot: Snapshot, id: ResourceId): Service {
  const judged = snapshot.services.find((s) => isSameId(s.id, id));
  if (judged === undefined) throw new RunError("SFH915", `${id} is not among the services that were read.`);
  return judged;
}
