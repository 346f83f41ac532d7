/** One request as it was answered. Secrets and tokens are never in it. */
export interface LogEntry {
  readonly at: number;
  readonly method: string;
  /** The path as asked, without query. */
  readonly id: string;
  readonly query: string;
  readonly body: unknown;
  readonly status: number;
  /** PUT, PATCH, DELETE, or a POST that changes something. */
  readonly isWrite: boolean;
  readonly principal?: string;
}

const CHANGING_ACTIONS = ["provisionmanagednetwork"];

/** True for a request that changes the estate when it succeeds. */
export function isWriteRequest(method: string, path: string): boolean {
  const last = path.split("/").at(-1)?.toLowerCase() ?? "";
  if (method === "POST") return CHANGING_ACTIONS.includes(last);
  return method === "PUT" || method === "PATCH" || method === "DELETE";
}

/** How many requests of each kind there were: what `/_twin/counts` answers. */
export function countRequests(log: readonly LogEntry[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>([
    ["total", log.length],
    ["writes", log.filter((entry) => entry.isWrite).length],
    ["throttled", log.filter((entry) => entry.status === 429).length],
  ]);
  for (const { method } of log) counts.set(method, (counts.get(method) ?? 0) + 1);
  return Object.fromEntries(counts);
}

const SECRET_FIELDS: readonly string[] = [
  "client_secret",
  "client_assertion",
  "assertion",
  "password",
  "refresh_token",
];

/** The body for the log: secrets of a form and `credentials` in JSON taken out, JSON parsed, undefined for none. */
export function loggedBody(path: string, body: string | undefined): unknown {
  if (body === undefined || body === "") return undefined;
  if (/\/oauth2\/(v2\.0\/)?token$/i.test(path)) {
    const fields = [...new URLSearchParams(body)];
    return Object.fromEntries(fields.map(([name, value]) => [name, SECRET_FIELDS.includes(name) ? "[secret]" : value]));
  }
  try {
    return JSON.parse(body, (name, value: unknown) => (name === "credentials" ? "[secret]" : value));
  } catch {
    return body;
  }
}
