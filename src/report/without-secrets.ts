import { hideSecrets } from "../redaction.ts";
import type { Report } from "./report.ts";

/** The report with every text in it free of secrets, whatever a service echoed into a name, a target or a reason. */
export function withoutSecrets(report: Report): Report {
  return {
    ...report,
    findings: report.findings.map(hideIn),
    steps: report.steps.map((step) => ({
      ...hideIn(step),
      refusals: step.refusals.map(hideIn),
      accepted: step.accepted.map(hideIn),
      account: step.account.map(hideIn),
    })),
    paths: report.paths.map((path) => ({ ...hideIn(path), evidence: path.evidence.map(hideIn) })),
    ...(report.chain === undefined
      ? {}
      : { chain: report.chain.map((link) => ({ ...link, paths: link.paths.map(hideIn) })) }),
    errors: report.errors.map(hideIn),
    unread: report.unread.map(hideIn),
    run: { ...report.run, correlationIds: report.run.correlationIds.map(hideSecrets) },
  };
}

/** The object with its own texts cleaned; what is deeper stays as it is. */
function hideIn<T extends object>(object: T): T {
  const clean = { ...object };
  for (const [name, value] of Object.entries(object)) {
    if (typeof value === "string") Reflect.set(clean, name, hideSecrets(value));
  }
  return clean;
}
