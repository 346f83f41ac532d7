import { createServer } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import { makeLoopbackAuthority } from "./certificate.ts";
import type { Twin, TwinRequest, TwinResponse } from "./twin.ts";
import { listenOnLoopback, OpenSockets } from "./vantage/open-sockets.ts";
import { serveVantage } from "./vantage/serve-vantage.ts";
import type { ServedVantage } from "./vantage/serve-vantage.ts";
import { answerAboutVantage } from "./vantage/vantage-report.ts";

export interface ServedTwin {
  readonly twin: Twin;
  /** `https://localhost:<port>`, without a slash at the end. */
  readonly baseUrl: string;
  /** What a client has to trust. */
  readonly caPem: string;
  /** What the estate's standpoint sees of the network; there only where it was asked for. */
  readonly vantage: ServedVantage | undefined;
  /** Ends the server, what else is served, and every connection. */
  close(): Promise<void>;
}

export interface ServeOptions {
  readonly port?: number;
  /** How a slow fault waits; without it slow faults do not. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** Whether the network is served too, as `facts.vantage` of the estate sees it. */
  readonly vantage?: boolean;
}

/**
 * Puts a twin behind HTTPS on the loopback address, under the name localhost. Port 0, the default, takes a free one.
 * Rejects where the port is taken, and with TwinFileError for a standpoint in a VNet that the estate does not have.
 */
export async function serveTwin(twinOf: (baseUrl: string) => Twin, options: ServeOptions = {}): Promise<ServedTwin> {
  const authority = await makeLoopbackAuthority();
  const { certPem, keyPem } = await authority.issue(["localhost"], ["127.0.0.1"]);
  const server = createServer({ cert: certPem, key: keyPem, keepAlive: true });
  const sockets = new OpenSockets(server);
  const baseUrl = `https://localhost:${await listenOnLoopback(server, options.port ?? 0)}`;
  try {
    const twin = twinOf(baseUrl);
    const vantage = options.vantage === true ? await serveVantage(twin, { authority }) : undefined;
    const handle = (request: TwinRequest): Promise<TwinResponse> =>
      answerAboutVantage(vantage, request) ?? twin.handle(request);
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      void carry(handle, options, request, response);
    });
    const close = async (): Promise<void> => {
      await Promise.all([sockets.close(), vantage?.close()]);
    };
    return { twin, baseUrl, caPem: authority.caPem, vantage, close };
  } catch (error) {
    await sockets.close();
    throw error;
  }
}

async function carry(
  handle: Twin["handle"],
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
    const answer = await handle(body === "" ? asked : { ...asked, body });
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
