/**
 * Whether a pattern of Chromium's policies and site settings ("*", "[*.]azure.com", "https://ai.azure.com:443") covers an
 * https page on the usual port. One of another form covers none.
 */
export function coversPage(pattern: string, page: string): boolean {
  if (pattern.trim() === "*") return true;
  const [, scheme = "*", wildcard, host = "", port = "*"] = form.exec(pattern.trim().toLowerCase()) ?? [];
  const isScheme = scheme === "*" || scheme === "https";
  const isPort = port === "*" || port === "443";
  return host !== "" && isScheme && isPort && coversHost(host, wildcard !== undefined, new URL(page).hostname);
}

const form = /^(?:(\*|[a-z][a-z0-9+.-]*):\/\/)?(\[\*\.\])?([^:/[\]]+)(?::(\d+|\*))?(?:\/.*)?$/;

function coversHost(host: string, isWildcard: boolean, asked: string): boolean {
  return host === "*" || host === asked || (isWildcard && asked.endsWith(`.${host}`));
}
