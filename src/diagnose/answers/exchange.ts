import { isIPv4 } from "../../snapshot/name-server.ts";
import type { GivenAnswer } from "../../snapshot/evidence.ts";

/** One question as far as a file tells it, and what came of it. */
export interface Exchange {
  /** The line it begins at. */
  readonly line: number;
  /** Undefined where it isn't told. */
  readonly server: string | undefined;
  /** The server's own name, which a complaint may mention. */
  readonly serverName: string | undefined;
  /** By a command line, or by dig's question. */
  readonly asked: string | undefined;
  /** The names that addresses stand under. */
  readonly owners: readonly string[];
  readonly aliases: readonly { readonly from: string; readonly to: string }[];
  /** As Windows lists them: the asked one first, then the ones between. */
  readonly aliasNames: readonly string[];
  readonly addresses: readonly string[];
  readonly outcome: "nxdomain" | "silent" | undefined;
  /** The name in a complaint. */
  readonly failed: string | undefined;
  /** Another type than A and AAAA was asked for, or only AAAA. */
  readonly isOther: boolean;
}

export function newExchange(line: number, told: Partial<Exchange> = {}): Exchange {
  return {
    line,
    server: undefined,
    serverName: undefined,
    asked: undefined,
    owners: [],
    aliases: [],
    aliasNames: [],
    addresses: [],
    outcome: undefined,
    failed: undefined,
    isOther: false,
    ...told,
  };
}

/** No honest answer is longer; a file that isn't one must not take forever. */
const mostOfAList = 100;

export function withOneMore<T>(list: readonly T[], one: T): readonly T[] {
  return list.length < mostOfAList ? [...list, one] : list;
}

export function hasResult({ addresses, outcome, isOther }: Exchange): boolean {
  return addresses.length > 0 || outcome !== undefined || isOther;
}

/** The answers in an exchange; several where several names were asked for at once. Empty where none can be attributed. */
export function answersOf(exchange: Exchange, source: string): readonly GivenAnswer[] {
  const { server = "", line, outcome, addresses } = exchange;
  const name = nameOf(exchange);
  if (name === undefined) return [];
  const told = { server, name, at: `${source}:${line}` };
  // Clients take IPv4 first where a private endpoint is meant; another family beside says nothing about it.
  const ofFour = addresses.filter(isIPv4);
  const counting = [...new Set(ofFour.length > 0 ? ofFour : addresses)];
  if (counting.length > 0) return [{ ...told, answer: { is: "addresses", addresses: counting } }];
  return outcome === undefined ? [] : [{ ...told, answer: { is: outcome } }];
}

/** The name that was asked for: the beginning of the chain of aliases. */
function nameOf({ asked, owners, aliases, aliasNames, failed, addresses }: Exchange): string | undefined {
  if (addresses.length === 0) return beginOf(aliases, failed) ?? asked;
  const [owner] = owners;
  if (owner === undefined) return asked;
  const begin = aliasNames[0] ?? beginOf(aliases, owner) ?? owner;
  if (asked === undefined || asked === begin) return begin;
  // A command line counts for what is printed below it, unless that tells another name itself.
  const isHidden = begin === owner && aliases.length === 0 && isPrivateFormOf(owner, asked);
  return isHidden || aliasNames.includes(asked) || aliases.some(({ from }) => from === asked) ? asked : begin;
}

function beginOf(aliases: Exchange["aliases"], end: string | undefined): string | undefined {
  const before = aliases.find(({ from, to }) => to === end && from !== to);
  const rest = aliases.filter((alias) => alias !== before);
  return before === undefined ? end : beginOf(rest, before.from);
}

function isPrivateFormOf(owner: string, asked: string): boolean {
  return owner.includes(".privatelink.") && owner.split(".")[0] === asked.split(".")[0];
}
