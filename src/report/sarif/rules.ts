import type { ReportingDescriptor } from "sarif";
import { codes, findingCodes, type FindingCode, type Severity } from "../../checks/codes.ts";
import { runErrorCodes } from "../../checks/run-error-codes.ts";
import type { RunErrorCode } from "../../errors.ts";
import { escape } from "../markdown/escape.ts";
import { otherRules } from "./other-tools.ts";
import { plainText } from "./plain-text.ts";

/** What GitHub takes of a description. */
const longestDescription = 1_024;

/** Every code of the catalogue, then every code that may end a step: a step can be refused for either. */
export function sarifRules(): ReportingDescriptor[] {
  return [...findingCodes.map(ruleOf), ...sarifNotifications()];
}

/** What a run may end with, as SARIF's notifications name it. */
export function sarifNotifications(): ReportingDescriptor[] {
  return Object.entries(runErrorCodes).map(([id, { title, mend }]) => ({
    id,
    ...described(title, mend),
    help: { text: plainText(mend), markdown: escape(mend) },
    defaultConfiguration: { level: "error" },
    properties: { tags: ["azure", "run"], "problem.severity": "error" },
  }));
}

/** The place of a code's rule in the list. */
export function ruleIndexOf(code: FindingCode | RunErrorCode): number {
  return ruleIds.indexOf(code);
}

/** The place of a code among the notifications; -1 for what is no code of a run. */
export function notificationIndexOf(code: string): number {
  return Object.keys(runErrorCodes).indexOf(code);
}

const ruleIds: readonly string[] = [...findingCodes, ...Object.keys(runErrorCodes)];

function ruleOf(id: FindingCode): ReportingDescriptor {
  const { title, severity, why } = codes[id];
  const score = securitySeverity[id];
  const others = otherRules[id] ?? [];
  return {
    id,
    ...described(title, why),
    help: helpOf(id),
    defaultConfiguration: { level: severity },
    properties: {
      tags: ["azure", areaOf(id), ...(score === undefined ? [] : ["security"])],
      precision: "high",
      "problem.severity": problemSeverity[severity],
      ...(score === undefined ? {} : { "security-severity": score }),
      ...(others.length === 0 ? {} : { sameInOtherTools: others }),
    },
  };
}

function described(title: string, why: string): Pick<ReportingDescriptor, "shortDescription" | "fullDescription"> {
  return {
    shortDescription: { text: plainText(title, longestDescription) },
    fullDescription: { text: plainText(why, longestDescription) },
  };
}

function helpOf(id: FindingCode): { readonly text: string; readonly markdown: string } {
  const { mend, isMendedByApply, source } = codes[id];
  const parts: readonly (readonly [name: string, text: string])[] = [
    ["What mends it", mend],
    ["Who", isMendedByApply ? "apply, when it can be shown to be safe" : "you; apply doesn't touch it"],
    ...(otherRules[id] ?? []).map(({ tool, id: name, title }) => [`The same in ${tool}`, `${name}: ${title}`] as const),
    ["Source", source],
  ];
  return {
    text: plainText(parts.map(([name, text]) => `${name}: ${text}`).join(" | ")),
    markdown: parts.map(([name, text]) => `- **${escape(name)}**: ${escape(text)}`).join("\n"),
  };
}

const problemSeverity: Readonly<Record<Severity, "error" | "warning" | "recommendation">> = {
  error: "error",
  warning: "warning",
  note: "recommendation",
};

/** Of what lets in whoever shouldn't be: high from 7.0, medium from 4.0. Everything else is about what no longer works. */
const securitySeverity: Partial<Readonly<Record<FindingCode, string>>> = {
  SFH102: "7.0",
  SFH204: "5.0",
  SFH301: "8.0",
  SFH302: "8.0",
  SFH303: "7.5",
  SFH304: "7.5",
  SFH308: "6.0",
};

const areas: Readonly<Record<string, string>> = {
  "1": "managed-network",
  "2": "outbound",
  "3": "public-access",
  "4": "identity",
  "5": "project-data",
  "6": "dns",
  "8": "way-in",
};

/** The first digit of a code. */
function areaOf(id: FindingCode): string {
  return areas[id.charAt(3)] ?? "run";
}
