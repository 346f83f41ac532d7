import type { Finding } from "../checks/finding.ts";

/**
 * What every run found, without what the diagnosis knows better: a server that couldn't be asked (SFH606, unknown) is
 * told once, as one that doesn't answer (SFH611, broken), where the diagnosis shows that it could.
 */
export function withoutReplaced(found: readonly Finding[], diagnosed: readonly Finding[]): readonly Finding[] {
  const silent = new Set(diagnosed.filter(({ code }) => code === "SFH611").map(({ subject }) => subject));
  return found.filter(({ code, subject }) => code !== "SFH606" || !silent.has(subject));
}
