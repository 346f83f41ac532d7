import { RunError } from "../errors.ts";
import type { Keep, PublicAccessWriter, Started } from "../ports.ts";
import { isSameSetting } from "../snapshot/access-settings.ts";
import type { AccessSettings } from "../snapshot/access-settings.ts";
import type { Cloud } from "../snapshot/cloud.ts";
import { typeOf } from "../snapshot/resource-id.ts";
import type { ResourceId } from "../snapshot/resource-id.ts";
import type { ServiceRole } from "../snapshot/service.ts";
import { onlySettings, pickSettings, settingsTouched } from "./access-settings.ts";
import type { Arm } from "./arm.ts";
import { isNotCarriedOut } from "./arm.ts";
import type { Sent } from "./answer.ts";
import type { Document } from "./document.ts";
import { closeBody, isPerimeterManaged, trustBody } from "./public-access-body.ts";
import type { SettingsBody, WrittenRole } from "./public-access-body.ts";
import { retryAfterMs } from "./retry.ts";
import { isSamePublicAccess } from "./same-public-access.ts";
import { servicePartsOf } from "./services.ts";
import { startedBy } from "./started.ts";

/** Until a write that was not sent is worth judging again, where Azure names no delay. */
const laterMs = 30_000;

/**
 * Read, keep what is there, change the one thing, PATCH: never PUT, never accessPolicies, sku or managedNetwork.
 * Without If-Match, which vault and registry don't support: a closing compares what it reads with what it was judged on,
 * and what somebody else changes in the moment between the two requests is seen only by the next read.
 */
export function createPublicAccessWriter(arm: Arm, cloud: Cloud): PublicAccessWriter {
  return {
    async letTrustedServicesIn(service, role, keep) {
      const written = writtenRole(service, role);
      const raw = outsidePerimeter(service, await readOrThrow(arm, service));
      const body = trustBody(written, raw);
      if (body === undefined) throw new RunError("SFH909", `${service} has no bypass for trusted services.`);
      await keepSettings(written, raw, body, keep);
      return startedBy(await arm.send("PATCH", service, body), arm, { method: "PATCH", path: service });
    },
    async closePublicAccess(service, role, judgedOn, keep) {
      const written = writtenRole(service, role);
      const raw = await readOrThrow(arm, service);
      if (!isSamePublicAccess(servicePartsOf(raw, typeOf(service), cloud).publicAccess, judgedOn)) {
        return changedMeanwhile(service);
      }
      const body = closeBody(written, outsidePerimeter(service, raw));
      await keepSettings(written, raw, body, keep);
      return startedOnFacts(arm, service, await arm.sendNow("PATCH", service, body));
    },
    async putBack(service, role, { wanted, judgedOn }, keep) {
      const written = writtenRole(service, role);
      const raw = outsidePerimeter(service, await readOrThrow(arm, service));
      const body: SettingsBody = { properties: onlySettings(written, wanted) };
      if (!isSameAsJudged(pickSettings(written, raw), judgedOn)) return changedMeanwhile(service);
      await keepSettings(written, raw, body, keep);
      return startedOnFacts(arm, service, await arm.sendNow("PATCH", service, body));
    },
  };
}

async function keepSettings(role: WrittenRole, raw: Document, body: SettingsBody, keep: Keep): Promise<void> {
  await keep({ prior: settingsTouched(role, raw, body.properties), written: body.properties });
}

function isSameAsJudged(now: AccessSettings, judgedOn: AccessSettings): boolean {
  const names = [...new Set([...Object.keys(now), ...Object.keys(judgedOn)])];
  return isSameSetting("door", names, now, judgedOn) && isSameSetting("bypass", names, now, judgedOn);
}

function changedMeanwhile(service: ResourceId): Started {
  const why = `the public access of ${service} has changed since it was judged`;
  return { is: "not sent", why, retryAfterMs: 0 };
}

/** A write that rests on facts and was not carried out is judged anew before it is sent again: meanwhile they grow old. */
function startedOnFacts(arm: Arm, service: ResourceId, sent: Sent): Started {
  const delayMs = retryAfterMs(sent) ?? laterMs;
  if (isNotCarriedOut(sent)) return { is: "not sent", why: "Azure throttles writes", retryAfterMs: delayMs };
  const started = startedBy(sent, arm, { method: "PATCH", path: service });
  return started.is === "busy" ? { is: "not sent", why: started.why, retryAfterMs: delayMs } : started;
}

function writtenRole(service: ResourceId, role: ServiceRole): WrittenRole {
  if (role !== "connected") return role;
  throw new RunError("SFH908", `${service} is not one of the hub's own services and is never written.`);
}

async function readOrThrow(arm: Arm, service: ResourceId): Promise<Document> {
  const read = await arm.read(service);
  if (read.is === "absent") throw new RunError("SFH915", `${service} is gone.`);
  if (read.is === "unknown") throw new RunError("SFH915", `${service} can't be read any more: ${read.why}`);
  return read.value;
}

function outsidePerimeter(service: ResourceId, raw: Document): Document {
  if (!isPerimeterManaged(raw)) return raw;
  throw new RunError("SFH909", `${service} is managed by a network security perimeter and is left alone.`, {
    fix: "Change the perimeter's access rules instead, or take the resource out of the perimeter first.",
  });
}
