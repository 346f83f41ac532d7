/** The catalogue of findings about a hub: generates docs/codes.md, SARIF rules and `explain CODE`. */
import { lossCodes } from "./codes/losses.ts";
import { managedNetworkCodes } from "./codes/managed-network.ts";
import { outboundCodes } from "./codes/outbound.ts";
import { publicAccessCodes } from "./codes/public-access.ts";
import { identityCodes } from "./codes/identity.ts";
import { preflightCodes } from "./codes/preflight.ts";
import { projectDataCodes } from "./codes/project-data.ts";
import { clientSideCodes } from "./codes/client-side.ts";
import { dnsCodes } from "./codes/dns.ts";
import { rollbackCodes } from "./codes/rollback.ts";
import { wayInCodes } from "./codes/ways-in.ts";
import type { CodeEntry } from "./codes/entry.ts";

export type { CodeEntry, Severity } from "./codes/entry.ts";

export const codes = {
  ...managedNetworkCodes,
  ...outboundCodes,
  ...publicAccessCodes,
  ...lossCodes,
  ...rollbackCodes,
  ...identityCodes,
  ...preflightCodes,
  ...projectDataCodes,
  ...dnsCodes,
  ...clientSideCodes,
  ...wayInCodes,
} as const satisfies Readonly<Record<string, CodeEntry>>;

export type FindingCode = keyof typeof codes;

export const findingCodes: readonly FindingCode[] = Object.keys(codes).filter(isFindingCode);

export function isFindingCode(text: string): text is FindingCode {
  return Object.hasOwn(codes, text);
}
