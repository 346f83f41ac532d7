export type Severity = "error" | "warning" | "note";

export interface CodeEntry {
  readonly title: string;
  /** `error` and `warning` are drift; a `note` is not. */
  readonly severity: Severity;
  readonly why: string;
  /** What mends it, and who does. */
  readonly mend: string;
  /** True where apply mends it by itself when it can be done safely. */
  readonly isMendedByApply: boolean;
  readonly source: string;
}

export const managedNetwork = "Configure a managed network for Azure AI Foundry hubs";
export const privateLink = "Configure a private link for Azure AI Foundry hubs";
export const troubleshoot = "Troubleshoot connection to a project with a private endpoint";
export const endpointDns = "Azure private endpoint private DNS zone values";

export function entry(
  severity: Severity,
  title: string,
  why: string,
  mend: string,
  source: string,
  isMendedByApply = false,
): CodeEntry {
  return { severity, title, why, mend, source, isMendedByApply };
}

export const byApply = true;
