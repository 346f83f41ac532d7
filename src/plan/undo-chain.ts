import type { KeptWrite } from "../ports.ts";
import { isSameSetting, type AccessSettings, type SettingPart } from "../snapshot/access-settings.ts";
import { idKey, type ResourceId } from "../snapshot/resource-id.ts";

/**
 * The writes of ours to one part of one service that follow on each other without anybody else's between them, newest
 * first, as one change: what was there before the first of them, and everything they may have left behind.
 */
export interface UndoChain {
  readonly resourceId: ResourceId;
  readonly part: SettingPart;
  /** The properties they wrote. */
  readonly names: readonly string[];
  /** Before the first of them. */
  readonly prior: AccessSettings;
  /** Every state the writes knew or made: finding one of them means that nobody else has changed it since. */
  readonly states: readonly AccessSettings[];
}

/** Which part of the settings a kind of step writes; the kinds that are left out can't be put back. */
const parts: Readonly<Record<string, SettingPart>> = {
  "close-public-access": "door",
  "reopen-public-access": "door",
  "let-trusted-services-in": "bypass",
  "restore-bypass": "bypass",
};

/** What to put back, in the reverse order of the writes: the service written last comes first, its door before its bypass. */
export function findUndoChains(writes: readonly KeptWrite[]): readonly UndoChain[] {
  const newestFirst = writes.filter((w) => partOf(w) !== undefined).reverse();
  const services = [...new Set(newestFirst.map((w) => idKey(w.resourceId)))];
  return services.flatMap((service) =>
    (["door", "bypass"] as const).flatMap((part) =>
      chainOf(
        part,
        newestFirst.filter((w) => idKey(w.resourceId) === service && partOf(w) === part),
      ),
    ),
  );
}

function partOf({ kind }: KeptWrite): SettingPart | undefined {
  return Object.hasOwn(parts, kind) ? parts[kind] : undefined;
}

function chainOf(part: SettingPart, newestFirst: readonly KeptWrite[]): readonly UndoChain[] {
  const [newest, ...older] = newestFirst;
  if (newest === undefined) return [];
  let chain = chainOfOne(part, newest);
  for (const write of older) {
    const longer = extend(chain, write);
    // Somebody else wrote in between: what was there before that is not this capsule's to put back.
    if (longer === undefined) break;
    chain = longer;
  }
  return [chain];
}

function chainOfOne(part: SettingPart, { resourceId, prior = {}, written }: KeptWrite): UndoChain {
  return { resourceId, part, names: Object.keys(written), prior, states: [prior, written] };
}

/** The chain with an earlier write; undefined where that one led to something else than the chain began with. */
function extend(chain: UndoChain, { prior = {}, written }: KeptWrite): UndoChain | undefined {
  const names = Object.keys(written);
  const common = names.filter((name) => chain.names.includes(name));
  const isStart = (state: AccessSettings): boolean => isSameSetting(chain.part, common, state, chain.prior);
  const states = [...chain.states, prior, written];
  // A write that was kept and never sent, or came to nothing, leaves what was there before it.
  if (isStart(prior)) return { ...chain, states };
  if (!isStart(written)) return undefined;
  const untouched = Object.entries(chain.prior).filter(([name]) => !names.includes(name));
  return {
    ...chain,
    names: [...new Set([...chain.names, ...names])],
    prior: { ...Object.fromEntries(untouched), ...prior },
    states,
  };
}
