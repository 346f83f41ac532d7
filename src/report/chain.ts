import type { ChainLink } from "../diagnose/chain/first-broken-link.ts";
import { findingKey } from "../checks/finding.ts";
import { decisiveWay } from "../paths/pair.ts";
import { describeDoor, describeOrigin } from "../plan/refusal.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { ReportLink } from "./report.ts";

/** The chain in the words of a report: findings by their fingerprint, paths by their names. */
export function reportChain(snapshot: Snapshot, chain: readonly ChainLink[]): readonly ReportLink[] {
  return chain.map(({ link, is, findings, pairs }) => ({
    link,
    state: is,
    findings: findings.map((f) => fingerprintOf([findingKey(f)])),
    paths: pairs.map((pair) => ({
      from: describeOrigin(snapshot, pair.origin),
      to: describeDoor(pair.door),
      state: pair.state,
      reason: decisiveWay(pair)?.text ?? "there is no way",
    })),
  }));
}
