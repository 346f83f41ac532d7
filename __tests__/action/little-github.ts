import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { routes, type Route, type Told } from "./github-routes.ts";
import { createWorld, type World } from "./github-world.ts";

/** What happens to one request instead of its answer; `done`: what was asked is done all the same. */
export type Fault =
  | {
      readonly is: "answer";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly message?: string;
      readonly done?: boolean;
    }
  | { readonly is: "hang" | "reset" | "half a body"; readonly done?: boolean };

/** A little GitHub on this machine: one repository, acme/hub-infra, that remembers what it is told. */
export interface LittleGitHub {
  readonly apiUrl: string;
  readonly world: World;
  /** What no route of GitHub's takes. A test that ends with any has failed. */
  readonly strays: readonly string[];
  /** Decides what goes wrong; `nth` counts from 1 since it was set. */
  fail(decide: (asked: string, nth: number) => Fault | undefined): void;
  stop(): Promise<void>;
}

/** `basePath` is what GitHub Enterprise Server has before every path; `nextLink` where its lists say they go on. */
export async function startLittleGitHub(
  options: { readonly basePath?: string; readonly nextLink?: string } = {},
): Promise<LittleGitHub> {
  const world = createWorld();
  const strays: string[] = [];
  const { basePath = "" } = options;
  let decide: (asked: string, nth: number) => Fault | undefined = () => undefined;
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    const fault = decide(`${request.method ?? ""} ${request.url ?? ""}`, asked);
    handle(request, response, fault, { world, strays, basePath, nextLink: options.nextLink ?? apiUrl() }).catch(
      (error: unknown) => {
        strays.push(String(error));
        response.destroy();
      },
    );
  });
  const apiUrl = (): string => {
    const address = server.address();
    return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}${basePath}`;
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    apiUrl: apiUrl(),
    world,
    strays,
    fail: (decision) => {
      [decide, asked] = [decision, 0];
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

interface Around {
  readonly world: World;
  readonly strays: string[];
  readonly basePath: string;
  readonly nextLink: string;
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault | undefined,
  around: Around,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://github.test");
  const body = await text(request);
  const told = fault === undefined || fault.done === true ? answer(request, url, body, around) : { status: 500 };
  if (fault === undefined) {
    respond(response, told, url, around.nextLink);
    return;
  }
  switch (fault.is) {
    case "answer":
      response.writeHead(fault.status, { "content-type": "application/json", ...fault.headers });
      response.end(JSON.stringify({ message: fault.message ?? "" }));
      return;
    case "hang":
      return;
    case "reset":
      request.socket.destroy();
      return;
    case "half a body":
      response.writeHead(200, { "content-type": "application/json" });
      response.write('[{"id": 1, "bo');
  }
}

function answer(request: IncomingMessage, url: URL, body: string, { world, strays, basePath }: Around): Told {
  const stray = (why: string): Told => {
    strays.push(`${request.method ?? ""} ${request.url ?? ""}: ${why}`);
    return { status: 501, data: { message: why } };
  };
  const path = url.pathname.startsWith(basePath) ? url.pathname.slice(basePath.length) : "";
  const route = routes.find((r) => r.method === request.method && r.path.test(path));
  if (route === undefined) return stray("no such route");
  const missing = faultOfHeaders(request, body);
  if (missing !== undefined) return stray(missing);
  const query = Object.fromEntries(url.searchParams);
  const unknown = Object.keys(query).filter((name) => route.query?.includes(name) !== true);
  if (unknown.length > 0) return stray(`unknown parameters: ${unknown.join(", ")}`);
  const who = world.accounts.get(/^token (\S+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "");
  if (who === undefined) return { status: 401, data: { message: "Bad credentials" } };
  if (!isAllowed(route, world)) return { status: 403, data: { message: "Resource not accessible by integration" } };
  const ids = route.path.exec(path)?.slice(1) ?? [];
  const given: unknown = body === "" ? undefined : JSON.parse(body);
  return route.answer({ world, who, ids, query, body: given });
}

function faultOfHeaders({ headers, method }: IncomingMessage, body: string): string | undefined {
  if (headers["x-github-api-version"] !== "2022-11-28") return "no API version";
  if (headers["user-agent"]?.startsWith("secure-foundry-hub") !== true) return "no user agent";
  if (headers.accept?.startsWith("application/vnd.github") !== true) return "no media type";
  if (method === "GET") return body === "" ? undefined : "a body";
  return headers["content-type"]?.startsWith("application/json") === true ? undefined : "no JSON";
}

function isAllowed({ writes }: Route, world: World): boolean {
  return writes === undefined || writes.some((permission) => world.writes.has(permission));
}

function respond(response: ServerResponse, { status, data, list }: Told, url: URL, nextLink: string): void {
  const page = Number(url.searchParams.get("page") ?? 1);
  const size = Number(url.searchParams.get("per_page") ?? 30);
  const shown = list?.slice((page - 1) * size, page * size);
  const hasMore = (list?.length ?? 0) > page * size;
  const link = hasMore ? { link: `<${nextLink}${url.pathname}?page=${page + 1}>; rel="next"` } : {};
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "x-ratelimit-remaining": "4999",
    ...link,
  });
  response.end(JSON.stringify(shown ?? data));
}
