/**
 * The functions of a PAC that look at names, as Chrome has them. Its text is evaluated inside the sandbox: it may name
 * nothing but what it declares and is handed.
 */
export function installNameFunctions(global: Record<string, unknown>): void {
  global.isPlainHostName = (host: unknown): boolean => !/[.:]/.test(String(host));
  global.dnsDomainIs = (host: string, domain: string): boolean => host.endsWith(domain);
  global.localHostOrDomainIs = (host: string, hostAndDomain: string): boolean =>
    host === hostAndDomain || hostAndDomain.lastIndexOf(`${host}.`, 0) === 0;
  global.dnsDomainLevels = (host: string): number => host.split(".").length - 1;
  // Brackets and the like stay what they are in an expression: browsers do it so, and PACs rely on it.
  global.shExpMatch = (text: string, pattern: string): boolean =>
    new RegExp(`^${pattern.replace(/\./g, "\\.").replace(/\*/g, ".*").replace(/\?/g, ".")}$`).test(text);
  const nothing = (): void => undefined;
  global.alert = nothing;
  // Chrome's interpreter brings one along, and nobody hears it.
  const methods = [
    "log",
    "info",
    "warn",
    "error",
    "debug",
    "trace",
    "dir",
    "assert",
    "group",
    "groupEnd",
    "time",
    "timeEnd",
  ];
  global.console = Object.fromEntries(methods.map((method) => [method, nothing]));
}
