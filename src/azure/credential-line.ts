import { createHash } from "node:crypto";
import type { WorkflowToken } from "./workflow-token.ts";

/** What Entra takes for a name: 3 to 120 letters, digits, dashes and underscores, a letter or digit first. */
const longestName = 120;

/** A name for the credential of a subject; two subjects that are too long to be told apart get a number. */
export function credentialName(subject: string): string {
  const name = `github-${subject.replace(/^repo:/, "").replace(/[^A-Za-z0-9]+/g, "-")}`.replace(/-+$/, "");
  if (name.length <= longestName) return name;
  const number = createHash("sha256").update(subject).digest("hex").slice(0, 8);
  return `${name.slice(0, longestName - number.length - 1)}-${number}`;
}

/** The az line, for a POSIX shell, that has an application trust exactly this token. */
export function credentialLine(clientId: string, { subject, issuer, audience }: WorkflowToken): string {
  const parameters = { name: credentialName(subject), issuer, subject, audiences: [audience] };
  return `az ad app federated-credential create --id ${quote(clientId)} --parameters ${quote(JSON.stringify(parameters))}`;
}

/** The same for a user-assigned managed identity, which has no application object. */
export function identityCredentialLine({ subject, issuer, audience }: WorkflowToken): string {
  return `az identity federated-credential create --identity-name NAME --resource-group GROUP --name ${credentialName(subject)} --issuer ${quote(issuer)} --subject ${quote(subject)} --audiences ${quote(audience)}`;
}

/** Whoever may push may name a branch: nothing in a subject is left to the shell. */
function quote(text: string): string {
  return /^[\w-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
