import type { Severity } from "../../checks/codes.ts";
import type { Finding } from "../../checks/finding.ts";
import { decisiveWay, type Pair } from "../../paths/pair.ts";
import { everyRunsLinks, type Link } from "./link.ts";
import { placeOfFinding } from "./place-of-finding.ts";
import { placeOfPair } from "./place-of-pair.ts";

/** What is held against the chain: what was found, and the paths as they are now. */
export interface ChainFacts {
  readonly findings: readonly Finding[];
  readonly pairs: readonly { readonly pair: Pair; readonly isRequired: boolean }[];
}

/**
 * One link with whatever speaks against it, the worst first. Not known is neither good nor broken; not seen is what
 * nothing speaks against, and nobody could look at from here.
 */
export interface ChainLink {
  readonly link: Link;
  readonly is: "holding" | "broken" | "not known" | "not seen";
  readonly findings: readonly Finding[];
  /** Paths that end here: blocked, or not to be told. */
  readonly pairs: readonly Pair[];
}

/** Which links a run looked at, and of which of those it could see nothing. */
export interface Looked {
  readonly links: readonly Link[];
  readonly unseen: readonly Link[];
}

const everyRuns: Looked = { links: everyRunsLinks, unseen: [] };

/** The chain, judged link by link: those that the run looked at. */
export function chainOf(facts: ChainFacts, looked: Looked = everyRuns): readonly ChainLink[] {
  const findings = facts.findings.filter(counts);
  return looked.links.map((link): ChainLink => {
    const found = findings.filter((f) => placeOfFinding(f) === link).toSorted(byWeight);
    const here = facts.pairs.filter(({ pair }) => placeOfPair(pair) === link);
    const required = here.filter(({ isRequired }) => isRequired).map(({ pair }) => pair);
    const isBroken = found.some(breaks) || required.some((pair) => pair.state === "blocked");
    const isNotKnown = found.length > 0 || required.length > 0;
    return {
      link,
      is: isBroken ? "broken" : isNotKnown ? "not known" : looked.unseen.includes(link) ? "not seen" : "holding",
      findings: found,
      // One that needn't work breaks nothing by itself, but shows what a broken link shuts.
      pairs: isBroken ? here.filter((one) => one.isRequired || isClients(one.pair)).map(({ pair }) => pair) : required,
    };
  });
}

/** The first broken link, and what before it isn't known; what comes later may be broken only because of it. */
export function firstBrokenLink<L extends Pick<ChainLink, "is">>(
  chain: readonly L[],
): { readonly broken: L; readonly notKnownBefore: readonly L[] } | undefined {
  const at = chain.findIndex(({ is }) => is === "broken");
  const broken = chain[at];
  if (broken === undefined) return undefined;
  return { broken, notKnownBefore: chain.slice(0, at).filter(({ is }) => is === "not known") };
}

/** A note is no drift; SFH105 alone says that nothing could be judged. What is accepted by name is as wanted. */
function counts({ code, severity, state }: Finding): boolean {
  return (severity !== "note" || code === "SFH105") && state !== "fixed" && state !== "accepted";
}

function breaks({ severity, state }: Finding): boolean {
  return severity !== "note" && (state === "open" || state === "refused");
}

const weights: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };

function byWeight(a: Finding, b: Finding): number {
  return (
    Number(breaks(b)) - Number(breaks(a)) ||
    weights[a.severity] - weights[b.severity] ||
    Number(keepsOut(b)) - Number(keepsOut(a))
  );
}

/** Who can't get in is asked for before a door that stands too wide open. */
function keepsOut({ code }: Finding): boolean {
  return code === "SFH312";
}

function isClients(pair: Pair): boolean {
  return pair.origin.kind === "network" && pair.state === "blocked" && decisiveWay(pair)?.via !== "public";
}
