/**
 * The one place that knows what a secret looks like: a token, a key, an assertion or a signature that a service echoes goes
 * no further than here. Idempotent.
 */
const secrets: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, "[token]"],
  [/\b(Bearer|SharedKey|SharedAccessSignature)\s+(?!\[hidden\])\S+/g, "$1 [hidden]"],
  [
    /\b(client_secret|client_assertion|assertion|password|access_token|refresh_token|sig|AccountKey|SharedAccessKey|api-?key)(["']?\s*[=:]\s*["']?)(?!\[hidden\])[^&\s"';,]+/gi,
    "$1$2[hidden]",
  ],
  // The certificate and signature that ARM appends to poll URLs.
  [/([?&][sct]=)(?!\[hidden\])[^&\s"']+/gi, "$1[hidden]"],
  // A storage account's key, and a secret as Entra makes them.
  [/[A-Za-z0-9+/]{86}==/g, "[key]"],
  [/[\w~.-]{3}\dQ~[\w~.-]{20,}/g, "[secret]"],
];

/** The text without tokens, keys, assertions and signatures. */
export function hideSecrets(text: string): string {
  return secrets.reduce((hidden, [pattern, instead]) => hidden.replace(pattern, instead), text);
}
