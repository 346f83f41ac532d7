/** Tokens as GitHub gives them to workflows, and GitHub's token service on this machine. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { Variables } from "../cli/spawned.ts";

export const subject = "repo:acme/hub:environment:production";
export const issuer = "https://token.actions.githubusercontent.com";

export type Claims = Readonly<Record<string, string | number>>;

/** A token that lives for five minutes from a time on (ms). Nobody here checks the signature. */
export function workflowToken(audience: string, now: number, more: Claims = {}): string {
  const seconds = Math.floor(now / 1_000);
  const claims = { iss: issuer, sub: subject, aud: audience, iat: seconds, exp: seconds + 300, ...more };
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}.c2lnbmF0dXJl`;
}

export interface TokenService {
  /** What the runner gives a job that may ask. */
  readonly env: Variables;
  close(): void;
}

/** Serves the tokens of a job; `answer` gives status and body for an audience, undefined where none is ever sent. */
export async function serveTokens(
  answer: (audience: string) => { readonly status: number; readonly body: string } | undefined,
): Promise<TokenService> {
  const server = createServer((request, response) => {
    const audience = new URL(request.url ?? "/", "http://github").searchParams.get("audience") ?? "";
    const answered = answer(audience);
    if (answered === undefined) return;
    response.writeHead(answered.status, { "content-type": "application/json" }).end(answered.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${String(port)}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "a token to ask with",
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A service that gives what it is asked for. */
export function serveGoodTokens(more: Claims = {}): Promise<TokenService> {
  return serveTokens((audience) => ({
    status: 200,
    body: JSON.stringify({ value: workflowToken(audience, Date.now(), more) }),
  }));
}
