import { createServer } from "node:https";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { makeLoopbackCertificate } from "./certificate.ts";
import type { Twin, TwinResponse } from "./twin.ts";

export interface ServedTwin {
  readonly twin: Twin;
  /** `https://localhost:<port>`, without a slash at the end. */
  readonly baseUrl: string;
  /** What a client has to trust. */
  readonly caPem: string;
  /** Ends the server and every connection to it. */
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly port?: number;
  /** How a slow fault waits; without it slow faults do not. */
  readonly sleep?: (ms: number) => Promise<void>;
}

/** Puts a twin behind HTTPS on the loopback address, under the name localhost. Port 0, the default, takes a free one. */
export async function serveTwin(twinOf: (baseUrl: string) => Twin, options: ServeOptions = {}): Promise<ServedTwin> {
  const { caPem, certPem, keyPem } = await makeLoopbackCertificate();
  const server = createServer({ cert: certPem + "\n" + caPem, key: keyPem, keepAlive: true });
  await listen(server, options.port ?? 0);
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the twin's server has no port");
  const baseUrl = `https://localhost:${String(address.port)}`;
  const twin = twinOf(baseUrl);
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    void carry(twin, options, request, response);
  });
  return { twin, baseUrl, caPem, close: () => close(server) };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

async function carry(
  twin: Twin,
  options: ServeOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const body = await readBody(request);
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value] as const],
    );
    const asked = { method: request.method ?? "GET", url: request.url ?? "/", headers: Object.fromEntries(headers) };
    const answer = await twin.handle(body === "" ? asked : { ...asked, body });
    if (answer.delayMs !== undefined) await options.sleep?.(answer.delayMs);
    send(answer, request.method ?? "GET", response);
  } catch (cause) {
    if (isReset(cause) || response.headersSent) {
      request.socket.destroy();
      return;
    }
    const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    response.writeHead(500, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ error: { code: "FaultOfTheTwin", message } }));
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  request.setEncoding("utf8");
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

function send(answer: TwinResponse, method: string, response: ServerResponse): void {
  const length = answer.fullLength ?? Buffer.byteLength(answer.body);
  response.writeHead(answer.status, { ...answer.headers, "Content-Length": String(length) });
  if (answer.fullLength !== undefined) {
    response.write(answer.body, () => response.destroy());
    return;
  }
  response.end(method === "HEAD" ? "" : answer.body);
}

function isReset(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "ECONNRESET";
}
