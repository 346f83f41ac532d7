import { RunError } from "../errors.ts";
import { credentialLine, identityCredentialLine } from "./credential-line.ts";
import { describeFault, type SignInWords } from "./faults.ts";
import type { WorkflowToken } from "./workflow-token.ts";

const inputs: SignInWords = {
  tenant: "tenant-id",
  client: "client-id",
  cloud: "environment",
  otherwise:
    "Check client-id, tenant-id, environment and audience, and what Entra's sign-in log says of this application.",
};

/**
 * What a workflow that wasn't signed in is told: Entra's words, what the token just presented says, and the line that has
 * the application trust it. An error that isn't about signing in stays as it is.
 */
export function explainRefusal(error: unknown, clientId: string, token: WorkflowToken | undefined): unknown {
  if (error instanceof RunError) return error;
  const fault = describeFault(error, inputs);
  if (fault.kind !== "sign-in") return error;
  const correlationId = /Correlation ID: ([0-9a-f-]{36})/i.exec(error instanceof Error ? error.message : "")?.[1];
  return new RunError("SFH906", `Signing in as the workflow failed: ${entrasWords(fault.why)} ${describe(token)}`, {
    fix: fixOf(fault.why, clientId, token) ?? fault.fix ?? inputs.otherwise,
    ...(correlationId === undefined ? {} : { correlationId }),
    cause: error,
  });
}

/** MSAL puts codes and times around what Entra says. */
function entrasWords(why: string): string {
  const said = /AADSTS\d+:.*?(?=\s*(?:- )?(?:Trace|Correlation) ID:|$)/.exec(why)?.[0] ?? why;
  return /[.!?]$/.test(said) ? said : `${said}.`;
}

function describe(token: WorkflowToken | undefined): string {
  if (token === undefined) return "What GitHub gave is no token that can be read.";
  const { subject, issuer, audience } = token;
  return `This run's token has the subject "${subject}", the issuer "${issuer}" and the audience "${audience}".`;
}

function fixOf(why: string, clientId: string, token: WorkflowToken | undefined): string | undefined {
  if (why.includes("AADSTS700024")) {
    return "Run the job again: a token is asked for afresh each time, and this one was out of its time when it arrived.";
  }
  if (token === undefined || !why.includes("AADSTS70021")) return undefined;
  return [
    ...hintsOf(why, token),
    `Have the application trust it: ${credentialLine(clientId, token)}`,
    `(Where client-id is a managed identity's: ${identityCredentialLine(token)})`,
  ].join(" ");
}

/** Entra says that only the case differs. It says nothing of a credential in GitHub's other form. */
function hintsOf(why: string, { otherSubject, audience }: WorkflowToken): readonly string[] {
  if (why.includes("AADSTS7002138")) return ["A credential differs from the subject only in upper and lower case."];
  if (why.includes("AADSTS700212"))
    return [`Or set audience to what the credential there has, instead of ${audience}.`];
  if (why.includes("AADSTS700211") || otherSubject === undefined) return [];
  return [`A credential for "${otherSubject}" doesn't count: with and without numeric ids are two subjects.`];
}
