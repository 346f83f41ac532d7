import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { GitHubWorld, Question } from "./github-world.ts";

/** Where a connection breaks: at the nth request, before it is carried out or after. */
export interface Cut {
  readonly at: number;
  readonly when: "before" | "after";
}

export interface ServedWorld {
  /** What GITHUB_API_URL would be. */
  readonly api: string;
  readonly requests: () => number;
  readonly close: () => Promise<void>;
}

export const token = "a-token-of-this-test";
export const repositoryName = "acme/secure-foundry-hub";

/** Few, so that lists come in several. */
const pageSize = 2;

/** Serves a world as GitHub's REST API on this machine, until it is closed. */
export async function serveWorld(world: GitHubWorld, cut?: Cut): Promise<ServedWorld> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    const when = cut?.at === requests ? cut.when : undefined;
    void answer(world, request, response, when);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return {
    api: `http://127.0.0.1:${address.port}`,
    requests: () => requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function answer(
  world: GitHubWorld,
  request: IncomingMessage,
  response: ServerResponse,
  cut: Cut["when"] | undefined,
): Promise<void> {
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? ""}`);
  const question: Question = {
    method: request.method ?? "GET",
    path: url.pathname.replace(`/repos/${repositoryName}`, ""),
    query: url.searchParams,
    body: await buffer(request),
  };
  if (cut === "before") {
    if (question.path.endsWith("/assets")) world.breakUpload(question);
    request.socket.destroy();
    return;
  }
  const { status, body } =
    request.headers.authorization === `Bearer ${token}` ? world.answer(question) : { status: 401, body: {} };
  if (cut === "after") {
    request.socket.destroy();
    return;
  }
  const [shown, link] = Array.isArray(body) ? turnTo(url, body) : [withUploadUrl(url, body), undefined];
  response.writeHead(status, { "content-type": "application/json", ...(link === undefined ? {} : { link }) });
  response.end(status === 204 ? undefined : JSON.stringify(shown));
}

/** The page of a list that is asked for, and the link to the next. */
function turnTo(url: URL, list: readonly unknown[]): [readonly unknown[], string | undefined] {
  const page = Number(url.searchParams.get("page") ?? "1");
  const next = new URL(url);
  next.searchParams.set("page", String(page + 1));
  const shown = list.slice((page - 1) * pageSize, page * pageSize).map((item) => withUploadUrl(url, item));
  return [shown, list.length > page * pageSize ? `<${url.href}>; rel="first", <${next.href}>; rel="next"` : undefined];
}

function withUploadUrl(url: URL, body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("id" in body)) return body;
  const upload_url = `${url.origin}/repos/${repositoryName}/releases/${String(body.id)}/assets{?name,label}`;
  return { ...body, upload_url };
}
