/** The one place where an answer that says no becomes a RunError or a Read. */
import { RunError } from "../errors.ts";
import type { RunErrorCode, RunErrorDetails } from "../errors.ts";
import { assignmentLine, builtInRoleFor } from "../snapshot/built-in-roles.ts";
import { absent, unknown } from "../snapshot/read.ts";
import { subscriptionOf } from "../snapshot/resource-id.ts";
import type { Answer } from "./answer.ts";
import { hasCode, missingAction, refusedObjectId, refusingPolicy, unregisteredNamespace } from "./azure-error.ts";
import type { AzureError } from "./azure-error.ts";

export interface Asked {
  readonly method: string;
  /** Path without query. */
  readonly path: string;
}

/** Why a write (or sign-in) was refused for good. */
export function refusalOf(answer: Answer, asked: Asked): RunError {
  const error = answer.error;
  if (answer.status === 401) return signInRefused(answer);
  if (hasCode(error, "AuthorizationFailed", "LinkedAuthorizationFailed")) return actionMissing(answer, asked);
  if (hasCode(error, "ScopeLocked")) {
    return refused("SFH902", answer, `A lock keeps ${asked.path} from being written: ${error?.message ?? ""}`, {
      fix: `az lock list --resource "${asked.path}" (and of its resource group and subscription); remove the lock, run again, put it back.`,
    });
  }
  if (hasCode(error, "RequestDisallowedByPolicy")) return policyRefused(answer, asked);
  if (hasCode(error, "MissingSubscriptionRegistration")) return providerMissing(answer, asked);
  const code = answer.status === 404 ? "SFH915" : answer.status === 403 ? "SFH403" : "SFH909";
  return refused(code, answer, `Azure refused ${asked.method} ${asked.path}: ${describe(answer)}`);
}

/** A read that brought nothing: 404 is absent, everything else that doesn't stop the run is unknown. */
export function readFailure(answer: Answer, asked: Asked): typeof absent | ReturnType<typeof unknown> {
  if (answer.status === 401) throw signInRefused(answer);
  // A list of a type whose provider isn't registered in the subscription: there can be none of it.
  if (answer.status === 404 || hasCode(answer.error, "MissingSubscriptionRegistration")) return absent;
  const missing = answer.error === undefined ? undefined : missingAction(answer.error);
  if (missing !== undefined) return unknown(`the caller lacks ${missing.action} on ${missing.scope}`);
  return unknown(`${asked.method} ${asked.path} answered ${describe(answer)}`);
}

/** Status, code, message and correlation id in one line. */
export function describe(answer: Answer): string {
  const error = answer.error;
  const said = error === undefined ? "" : ` ${error.codes.join("/")}: ${error.message}`;
  const correlation = answer.correlationId === undefined ? "" : ` (correlation id ${answer.correlationId})`;
  return `${answer.status}${said}${correlation}`;
}

function refused(code: RunErrorCode, answer: Answer, message: string, details: RunErrorDetails = {}): RunError {
  return new RunError(code, message.trim(), {
    ...details,
    status: answer.status,
    ...(answer.correlationId === undefined ? {} : { correlationId: answer.correlationId }),
    ...(answer.error === undefined || answer.error.code === "" ? {} : { azureCode: answer.error.code }),
  });
}

function signInRefused(answer: Answer): RunError {
  const isTenant = hasCode(answer.error, "InvalidAuthenticationTokenTenant");
  return refused("SFH906", answer, `Azure refused the token: ${describe(answer)}`, {
    fix: isTenant
      ? "The token is from another tenant than the subscription's: set AZURE_TENANT_ID to the subscription's tenant."
      : "Sign in again, and check that --environment or ARM_CLOUD_METADATA_URL names the cloud the subscription is in.",
  });
}

function actionMissing(answer: Answer, asked: Asked): RunError {
  const error = answer.error;
  const missing = (error === undefined ? undefined : missingAction(error)) ?? {
    action: "an action",
    scope: asked.path,
  };
  const who = error === undefined ? undefined : refusedObjectId(error);
  const line = assignmentLine(builtInRoleFor(missing.action), missing.scope, who);
  return refused("SFH403", answer, `The caller lacks ${missing.action} on ${missing.scope}. ${error?.message ?? ""}`, {
    fix: `${line} (grants take up to ten minutes to act)`,
  });
}

function policyRefused(answer: Answer, asked: Asked): RunError {
  const policy = answer.error === undefined ? undefined : refusingPolicy(answer.error);
  const name = policy === undefined ? "A policy" : `The policy "${policy}"`;
  return refused("SFH903", answer, `${name} refuses ${asked.method} ${asked.path}: ${answer.error?.message ?? ""}`, {
    fix: `Ask who keeps the policy for an exemption on ${asked.path}, or change the spec to what it allows.`,
  });
}

function providerMissing(answer: Answer, asked: Asked): RunError {
  const error: AzureError | undefined = answer.error;
  const namespace = (error === undefined ? undefined : unregisteredNamespace(error)) ?? "Microsoft.Network";
  return refused("SFH904", answer, `${namespace} is not registered in the subscription: ${error?.message ?? ""}`, {
    fix: `az provider register -n ${namespace} --subscription ${subscriptionOf(asked.path)} --wait`,
  });
}
