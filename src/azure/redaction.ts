const longest = 1_500;

/** The text without tokens, secrets and signatures, and no longer than anyone reads. */
export function redact(text: string): string {
  const clean = text
    .replace(/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, "[token]")
    .replace(
      /\b(client_secret|client_assertion|assertion|password|access_token|refresh_token|sig|s|c)=[^&\s"']+/gi,
      "$1=[hidden]",
    )
    .replace(/\b(Bearer|SharedKey|SharedAccessSignature)\s+\S+/g, "$1 [hidden]");
  return clean.length <= longest ? clean : `${clean.slice(0, longest)}…`;
}
