import { decodeJwt } from "jose";
import type { JWTPayload } from "jose";
import type { CloudName, EstateDocument, FederatedCredentialFact } from "../estate.ts";
import { sameText } from "../wire/json-fields.ts";

/** Why Entra does not take a client assertion: the number of its AADSTS code, and its text. */
export interface AssertionFault {
  readonly code: number;
  readonly text: string;
}

/** What a workflow's token is asked for, a cloud each (documented). */
const EXCHANGE_AUDIENCES: Readonly<Record<CloudName, string>> = {
  AzureCloud: "api://AzureADTokenExchange",
  AzureUSGovernment: "api://AzureADTokenExchangeUSGov",
  AzureChinaCloud: "api://AzureADTokenExchangeChina",
};

/**
 * What is wrong with a client assertion at a time (ms), or undefined. Its life is that of its claims: an assertion of
 * five minutes is refused in the sixth. Signatures are not checked: the keys are an issuer's elsewhere.
 * An estate that lists federated credentials takes their issuer and subject only, case and all.
 */
export function findAssertionFault(
  estate: EstateDocument,
  baseUrl: string,
  assertion: string,
  now: number,
): AssertionFault | undefined {
  const claims = readClaims(assertion);
  if (claims?.exp === undefined) {
    return { code: 50027, text: "JWT token is invalid or malformed." };
  }
  const from = claims.nbf ?? claims.iat ?? 0;
  if (claims.exp * 1000 <= now || from * 1000 > now) return outOfTime(from, claims.exp, now);
  return isOwnCertificate(estate, baseUrl, claims) ? undefined : findFederationFault(estate, claims);
}

function readClaims(assertion: string): JWTPayload | undefined {
  try {
    return decodeJwt(assertion);
  } catch {
    return undefined;
  }
}

function outOfTime(from: number, until: number, now: number): AssertionFault {
  // As Entra writes it, to a tenth of a microsecond.
  const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString().replace("Z", "0000Z");
  const text = `Client assertion is not within its valid time range. Current time: ${timeOf(now / 1000)}, assertion valid from ${timeOf(from)}, expiry time of assertion ${timeOf(until)}. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials.`;
  return { code: 700024, text };
}

/** An assertion signed with the application's own certificate: for the token endpoint, by itself. */
function isOwnCertificate({ caller }: EstateDocument, baseUrl: string, claims: JWTPayload): boolean {
  return audiencesOf(claims).some((audience) => audience.startsWith(baseUrl)) && claims.iss === caller.appId;
}

function audiencesOf({ aud }: JWTPayload): readonly string[] {
  return aud === undefined ? [] : [aud].flat();
}

function findFederationFault(estate: EstateDocument, claims: JWTPayload): AssertionFault | undefined {
  const expected = EXCHANGE_AUDIENCES[estate.cloud];
  const [audience = ""] = audiencesOf(claims);
  const more =
    "Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation";
  const refuse = (code: number, what: string, told: string): AssertionFault => ({
    code,
    text: `No matching federated identity record found for presented assertion ${what} '${told}'. ${more}`,
  });
  const records = estate.facts.federatedCredentials;
  if (records === undefined) return audience === expected ? undefined : refuse(700212, "audience", audience);
  const issued = records.filter(({ issuer }) => issuer === claims.iss);
  if (issued.length === 0) return refuse(700211, "issuer", claims.iss ?? "");
  const isFor = (record: FederatedCredentialFact): boolean => (record.audience ?? expected) === audience;
  if (!issued.some(isFor)) return refuse(700212, "audience", audience);
  const subject = claims.sub ?? "";
  const subjects = issued.filter(isFor).map((record) => record.subject);
  if (subjects.includes(subject)) return undefined;
  if (subjects.some((known) => sameText(known, subject))) return onlyByCase(subject);
  return refuse(700213, "subject", subject);
}

/** Since 2024 Entra compares case by case, and tells those apart whose credential held before (as pasted in public). */
function onlyByCase(subject: string): AssertionFault {
  const text = `No matching federated identity record found for presented assertion subject '${subject}'. The subject matches with case-insensitive comparison, but not with case-sensitive comparison. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. See documentation at: https://learn.microsoft.com/entra/workload-id/workload-identity-federation.`;
  return { code: 7002138, text };
}
