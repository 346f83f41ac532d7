import type { Invocation, Log, Notification, Result, Run } from "sarif";
import type { FilePlace } from "../errors.ts";
import { placeOfError, type ReportConfig } from "./config-place.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { Report } from "./report.ts";
import { placeOf } from "./sarif/place.ts";
import { plainText, sentence } from "./sarif/plain-text.ts";
import { sarifResults } from "./sarif/results.ts";
import { notificationIndexOf, sarifNotifications, sarifRules } from "./sarif/rules.ts";
import { exitCodeOf } from "./verdict.ts";
import { count } from "./words.ts";

const toolName = "secure-foundry-hub";

/** GitHub shows no more of a run, and takes no more than 10 MB of it, packed; JSON packs well, so that much is never reached. */
const limits = { results: 5_000, bytes: 8_000_000 };

/** The report as SARIF 2.1.0, each finding at the line of the config it is about; ends with a line break. */
export function renderSarif(report: Report, config: ReportConfig): string {
  const { results, left } = fit(sarifResults(report, config));
  const notifications = [
    ...report.errors.map((error) => notificationOf(error, placeOfError(error, config))),
    ...(left === 0 ? [] : [cutNotification(left)]),
  ];
  return render({
    ...runOf(report.tool.version),
    // Hubs of one name are told apart: an analysis replaces the one before it under the same id.
    automationDetails: { id: `${toolName}/${plainText(report.hub.name)}-${fingerprintOf([report.hub.id])}/` },
    invocations: [invocationOf(report, notifications)],
    results,
  });
}

/** What a run that came to no report has to say: one invocation that failed, under no hub's name, so that no alert is closed by it. */
export function renderErrorSarif(error: SarifError, version: string, exitCode: number): string {
  return render({
    ...runOf(version),
    automationDetails: { id: `${toolName}/` },
    invocations: [
      { executionSuccessful: false, exitCode, toolExecutionNotifications: [notificationOf(error, error.at)] },
    ],
    results: [],
  });
}

interface SarifError {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly correlationId: string;
  readonly at?: FilePlace | undefined;
}

function render(run: Run): string {
  const log: Log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function runOf(version: string): Pick<Run, "tool" | "language" | "columnKind"> {
  const driver = { name: toolName, version, rules: sarifRules(), notifications: sarifNotifications() };
  return { tool: { driver }, language: "en", columnKind: "utf16CodeUnits" };
}

function invocationOf(report: Report, toolExecutionNotifications: Notification[]): Invocation {
  const endedAt = Date.parse(report.startedAt) + report.run.durationMs;
  return {
    executionSuccessful: report.errors.length === 0,
    exitCode: exitCodeOf(report.verdict),
    exitCodeDescription: report.verdict,
    startTimeUtc: report.startedAt,
    endTimeUtc: new Date(endedAt).toISOString(),
    toolExecutionNotifications,
  };
}

function notificationOf(error: SarifError, at: FilePlace | undefined): Notification {
  const { code, message, fix, correlationId } = error;
  const id = correlationId === "" ? "" : ` (correlation id ${correlationId})`;
  const index = notificationIndexOf(code);
  return {
    ...(index < 0 ? {} : { descriptor: { id: code, index } }),
    level: "error",
    message: { text: plainText(`${sentence(message)} Fix: ${sentence(fix)}${id}`) },
    ...(at === undefined ? {} : { locations: [{ physicalLocation: placeOf(at) }] }),
  };
}

/** As many of the worst as GitHub takes. */
function fit(all: readonly Result[]): { readonly results: Result[]; readonly left: number } {
  const results: Result[] = [];
  let bytes = 0;
  for (const result of all.slice(0, limits.results)) {
    bytes += Buffer.byteLength(JSON.stringify(result));
    if (bytes > limits.bytes) break;
    results.push(result);
  }
  return { results, left: all.length - results.length };
}

function cutNotification(left: number): Notification {
  const text = `${count(left, "result")} left out, the least severe ones: code scanning takes no more. The JSON report has them all.`;
  return { level: "warning", message: { text } };
}
