import { firstBrokenLink } from "../diagnose/chain/first-broken-link.ts";
import { linkWords } from "../diagnose/chain/link.ts";
import type { Report, ReportLink } from "./report.ts";

/** The first broken link of a report, and those before it of which it isn't known whether they hold. */
export function firstBrokenOf({
  chain = [],
}: Report): { readonly broken: ReportLink; readonly notKnownBefore: readonly ReportLink[] } | undefined {
  return firstBrokenLink(chain.map((link) => ({ ...link, is: link.state })));
}

/** The names of the links in that state, in the order of the chain. */
export function linksThatAre(state: ReportLink["state"], { chain = [] }: Report): readonly string[] {
  return chain.filter((link) => link.state === state).map(({ link }) => linkWords[link].name);
}
