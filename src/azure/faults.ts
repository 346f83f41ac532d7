import { redact } from "./redaction.ts";

/** What an error thrown instead of an answer means. */
export interface Fault {
  readonly kind: "sign-in" | "trust" | "connection";
  readonly why: string;
  readonly fix?: string;
}

/** What people call the values they sign in with, where they set them. */
export interface SignInWords {
  readonly tenant: string;
  readonly client: string;
  readonly cloud: string;
  /** What to do where Entra's code is none of those known here. */
  readonly otherwise: string;
}

const variables: SignInWords = {
  tenant: "AZURE_TENANT_ID",
  client: "AZURE_CLIENT_ID",
  cloud: "cloud",
  otherwise:
    "Sign in with azure/login or az login, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret or federated token file.",
};

const signInNames = new Set([
  "AuthenticationError",
  "AggregateAuthenticationError",
  "AuthenticationRequiredError",
  "CredentialUnavailableError",
]);

/** Node's codes for a certificate nobody here vouches for; asking again gives the same. */
const trustCodes = /^(SELF_SIGNED_CERT|UNABLE_TO_(GET|VERIFY)|CERT_|DEPTH_ZERO|ERR_TLS_CERT_ALTNAME)/;

/**
 * Says in one line what went wrong before there was an answer, and what mends it in the words of whoever signs in.
 * Never throws, never shows a secret.
 */
export function describeFault(error: unknown, words: SignInWords = variables): Fault {
  const code = codeOf(error);
  const message = redact(firstLine(error));
  if (trustCodes.test(code)) {
    return {
      kind: "trust",
      why: `its certificate is not trusted here (${code})`,
      fix: "Set NODE_EXTRA_CA_CERTS to the PEM file of the authority that signed it (a proxy's or a private cloud's).",
    };
  }
  if (isSignIn(error)) return { kind: "sign-in", why: message, fix: signInFix(message, words) };
  return { kind: "connection", why: code === "" ? message : `${message} (${code})` };
}

/** The SDKs' texts go on for lines with advice that doesn't fit here. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}

function isSignIn(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return signInNames.has(error.name) || /\bAADSTS\d+/.test(error.message);
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const own = "code" in error && typeof error.code === "string" ? error.code : "";
  return own === "" || own === "REQUEST_SEND_ERROR" ? codeOf(error.cause) || own : own;
}

type Fix = (words: SignInWords) => string;

const signInFixes: readonly (readonly [code: RegExp, fix: Fix])[] = [
  [
    /AADSTS90002|AADSTS900023/,
    ({ tenant, cloud }) => `Check ${tenant} and the ${cloud}: this tenant doesn't exist in this cloud.`,
  ],
  [
    /AADSTS700016/,
    ({ tenant, client }) => `Check ${client}: this application is not in the tenant that ${tenant} names.`,
  ],
  [
    /AADSTS7000215/,
    () => "Check AZURE_CLIENT_SECRET: it must be the secret's value (not its id) and match the application.",
  ],
  [/AADSTS7000222/, () => "The client secret has expired: make a new one, or use a federated credential."],
  [
    /AADSTS70021/,
    () => "Add a federated credential to the application for exactly this issuer, subject and audience, case and all.",
  ],
  [/AADSTS700024/, () => "The assertion has expired, or isn't valid yet: it must be asked for again for each token."],
  [/AADSTS53003|AADSTS530003/, () => "A Conditional Access policy blocks this sign-in: ask who keeps it."],
  [
    /endpoints_resolution_error/,
    ({ tenant }) =>
      `Check ${tenant} (a tenant this cloud doesn't know looks like this), that the sign-in host can be reached, and that its certificate is trusted (NODE_EXTRA_CA_CERTS).`,
  ],
];

function signInFix(message: string, words: SignInWords): string {
  const fix = signInFixes.find(([code]) => code.test(message))?.[1];
  return fix?.(words) ?? words.otherwise;
}
