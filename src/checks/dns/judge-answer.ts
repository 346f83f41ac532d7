import { isPrivateAddress } from "../../paths/names.ts";
import type { NameAnswer, VirtualNetwork } from "../../snapshot/network.ts";
import { isInRange } from "../../snapshot/runner.ts";

/** How an answer differs from what must come. */
export type Wrong =
  | { readonly is: "nxdomain" }
  /** Addresses on the internet: the question never came to a private zone. */
  | { readonly is: "public"; readonly addresses: readonly string[] }
  /** Addresses of something else, alone or beside the right one. */
  | { readonly is: "another"; readonly addresses: readonly string[]; readonly isBesideRight: boolean };

export type Judgement = Wrong | { readonly is: "right" } | { readonly is: "silent" };

/** Holds an answer against the addresses that are right; `networks` tell which others are no public ones. */
export function judgeAnswer(
  answer: NameAnswer["answer"],
  right: readonly string[],
  networks: readonly VirtualNetwork[],
): Judgement {
  if (answer.is !== "addresses") return answer;
  const wrong = answer.addresses.filter((address) => !right.includes(address));
  if (answer.addresses.length === 0) return { is: "nxdomain" };
  if (wrong.length === 0) return { is: "right" };
  const isBesideRight = wrong.length < answer.addresses.length;
  return isBesideRight || wrong.some((address) => isInside(address, networks))
    ? { is: "another", addresses: wrong, isBesideRight }
    : { is: "public", addresses: wrong };
}

export function isWrong(judgement: Judgement): judgement is Wrong {
  return judgement.is !== "right" && judgement.is !== "silent";
}

/** A network may use any range; what leads to nowhere or back to the client is no public address either. */
function isInside(address: string, networks: readonly VirtualNetwork[]): boolean {
  return (
    isPrivateAddress(address) ||
    /^(0|127|169\.254)\.|^::1?$|^fe80:/i.test(address) ||
    networks.some(({ addressSpace }) => addressSpace.some((range) => isInRange(address, range)))
  );
}
