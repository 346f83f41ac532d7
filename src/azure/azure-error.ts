import { documentAt, documentsAt, idAt, textAt, valueAt } from "./document.ts";
import type { Document } from "./document.ts";
import { redact } from "./redaction.ts";

/** What an error body says, whichever layer wrote it. */
export interface AzureError {
  /** The outermost code: "AuthorizationFailed", or Machine Learning's "UserError". */
  readonly code: string;
  /** That code and every inner one, outermost first. */
  readonly codes: readonly string[];
  readonly message: string;
  /** `additionalInfo[].info`, where policies name themselves. */
  readonly info: readonly Document[];
}

/**
 * Reads ARM's gateway ({error:{code,message}}), Machine Learning (code UserError, the truth in innerError or in
 * additionalInfo InnerError), Storage ({code,message} at the top) and Entra ({error:"invalid_client",error_description}).
 */
export function parseAzureError(body: unknown): AzureError | undefined {
  const error = documentAt(body, "error") ?? documentAt(body);
  if (error === undefined) return undefined;
  if (textAt(body, "error") !== "") return entraError(body);
  const code = textAt(error, "code");
  const message = textAt(error, "message");
  if (code === "" && message === "") return undefined;
  const details = documentsAt(error, "details");
  const info = [error, ...details].flatMap(infoOf);
  const codes = [
    code,
    ...innerCodes(error),
    ...info.flatMap(innerValueCodes),
    ...details.map((d) => textAt(d, "code")),
  ];
  const messages = [message, ...details.map((d) => textAt(d, "message"))].filter((text) => text !== "");
  return {
    code: code === "" ? (codes.find((c) => c !== "") ?? "") : code,
    codes: [...new Set(codes.filter((c) => c !== ""))],
    message: redact([...new Set(messages)].join(" ")),
    info,
  };
}

function infoOf(error: Document): readonly Document[] {
  return documentsAt(error, "additionalInfo")
    .map((item) => documentAt(item, "info"))
    .filter((info) => info !== undefined);
}

function entraError(body: unknown): AzureError {
  const code = textAt(body, "error");
  return { code, codes: [code], message: redact(textAt(body, "error_description")), info: [] };
}

/** `innerError` may nest, spelled with a small or a capital E. */
function innerCodes(error: Document): readonly string[] {
  const inner = documentAt(error, "innerError");
  return inner === undefined ? [] : [textAt(inner, "code"), ...innerCodes(inner)];
}

function innerValueCodes(info: Document): readonly string[] {
  const value = documentAt(info, "value");
  return value === undefined ? [] : [textAt(value, "code"), ...innerCodes(value)];
}

export function hasCode(error: AzureError | undefined, ...codes: readonly string[]): boolean {
  const wanted = codes.map((code) => code.toLowerCase());
  return error?.codes.some((code) => wanted.includes(code.toLowerCase())) ?? false;
}

/** The action and scope an AuthorizationFailed or LinkedAuthorizationFailed message says are missing. */
export function missingAction(error: AzureError): { readonly action: string; readonly scope: string } | undefined {
  const linked = /permission to perform action\(s\) '([^']+)' on the linked scope\(s\) '([^']+)'/i.exec(error.message);
  const plain = /to perform action '([^']+)' (?:over|on) scope '([^']+)'/i.exec(error.message);
  const found = linked ?? plain;
  return found?.[1] === undefined || found[2] === undefined ? undefined : { action: found[1], scope: found[2] };
}

/** The object id of the caller an authorization message names. */
export function refusedObjectId(error: AzureError): string | undefined {
  return /object id '([0-9a-f-]{36})'/i.exec(error.message)?.[1];
}

/** The name of the policy that refused a write: its assignment as people named it, else its id's last part. */
export function refusingPolicy(error: AzureError): string | undefined {
  const names = [
    "policyAssignmentDisplayName",
    "policyDefinitionDisplayName",
    "policyAssignmentName",
    "policyAssignmentId",
  ];
  const named = error.info.flatMap((info) => names.flatMap((name) => idAt(info, name) ?? []))[0];
  return named ?? /"name":"([^"]+)"/.exec(error.message)?.[1] ?? /policy '([^']+)'/i.exec(error.message)?.[1];
}

/** The provider namespace a MissingSubscriptionRegistration message names. */
export function unregisteredNamespace(error: AzureError): string | undefined {
  const target = valueAt(error.info[0], "target");
  return /namespace '([^']+)'/i.exec(error.message)?.[1] ?? (typeof target === "string" ? target : undefined);
}
