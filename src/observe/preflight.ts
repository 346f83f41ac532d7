import type { PreflightReader } from "../ports.ts";
import {
  locksAt,
  policiesOn,
  registrationKey,
  registrationOf,
  rightsAt,
  settingKey,
  type Preflight,
  type PreflightQuestions,
} from "../snapshot/preflight.ts";
import { mapBounded } from "./read-all.ts";
import { distinctIds } from "../snapshot/resource-id.ts";

/**
 * Asks what was not asked before, each question once. Policies are not asked about what a lock keeps from being written
 * anyway: a POST there may be refused for the lock as well.
 */
export async function readPreflight(
  reader: PreflightReader,
  questions: PreflightQuestions,
  asked: Preflight,
): Promise<Preflight> {
  const scopes = distinctIds(questions.rights).filter((scope) => rightsAt(asked, scope) === undefined);
  const lockable = distinctIds(questions.locks).filter((scope) => locksAt(asked, scope) === undefined);
  const providers = distinctBy(questions.providers, registrationKey).filter(
    (provider) => registrationOf(asked, provider) === undefined,
  );
  const rights = await mapBounded(scopes, async (scope) => ({ scope, rights: await reader.rights(scope) }));
  const locks = await mapBounded(lockable, async (scope) => ({ scope, locks: await reader.locks(scope) }));
  const registrations = await mapBounded(providers, async (provider) => ({
    ...provider,
    state: await reader.registration(provider.subscriptionId, provider.namespace),
  }));
  const known: Preflight = {
    rights: [...asked.rights, ...rights],
    locks: [...asked.locks, ...locks],
    registrations: [...asked.registrations, ...registrations],
    policies: asked.policies,
  };
  const settings = distinctBy(questions.settings, settingKey).filter(
    (write) => policiesOn(asked, write) === undefined && !isReadOnly(known, write.resourceId),
  );
  const policies = await mapBounded(settings, async (write) => ({ write, denials: await reader.policyDenials(write) }));
  return { ...known, policies: [...asked.policies, ...policies] };
}

function isReadOnly(preflight: Preflight, scope: string): boolean {
  const locks = locksAt(preflight, scope);
  return locks?.is === "known" && locks.value.some((lock) => lock.level === "ReadOnly");
}

function distinctBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
