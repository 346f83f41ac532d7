import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { CryptoKey, JWTPayload } from "jose";

/** A job that may ask for tokens; its environment is known when it asks. */
export interface JobIdentity {
  /** `OWNER/NAME` */
  readonly repository: string;
  readonly eventName: string;
  /** `refs/heads/main` */
  readonly ref: string;
  readonly sha: string;
  readonly actor: string;
  readonly runId: string;
  /** The workflow that was started, and the file the job is in: `OWNER/NAME/.github/workflows/FILE@REF`. */
  readonly workflowRef: string;
  readonly jobWorkflowRef: string;
}

/** A stand-in for GitHub's token service. It serves on 127.0.0.1 until it is closed. */
export interface OidcIssuer {
  /** Lets one job ask: the URL, which takes `&environment=` and `&audience=`, and the bearer. */
  admit(job: JobIdentity): { readonly url: string; readonly bearer: string };
  /** Claims of the tokens that were issued. */
  readonly issued: readonly JWTPayload[];
  /** Where the key is that they are signed with. */
  readonly jwksUrl: string;
  close(): Promise<void>;
}

/** GitHub's name as an issuer: what a federated credential expects. */
export const githubIssuer = "https://token.actions.githubusercontent.com";

const lifeSeconds = 300;
const keyId = "local";

export async function startOidcIssuer(): Promise<OidcIssuer> {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: keyId, alg: "RS256" }] });
  const admitted = new Map<string, JobIdentity>();
  const issued: JWTPayload[] = [];
  const issue = async (request: IncomingMessage): Promise<readonly [status: number, body: string]> => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    if (url.pathname === "/jwks") return [200, jwks];
    const job = admitted.get(url.pathname);
    if (job === undefined || request.headers.authorization !== `Bearer ${bearerOf(url.pathname)}`) return [401, "{}"];
    const [audience, ...more] = url.searchParams.getAll("audience");
    if (audience === "" || more.length > 0) return [400, JSON.stringify({ message: "one audience, please" })];
    const claims = claimsOf(job, url.searchParams.get("environment") ?? "", audience);
    issued.push(claims);
    return [200, JSON.stringify({ count: 1, value: await sign(claims, privateKey) })];
  };
  const server = createServer((request, response) => {
    issue(request).then(
      ([status, body]) => response.writeHead(status, { "content-type": "application/json" }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  return {
    issued,
    jwksUrl: `${base}/jwks`,
    admit: (job) => {
      const path = `/jobs/${admitted.size + 1}`;
      admitted.set(path, job);
      return { url: `${base}${path}?api-version=2.0`, bearer: bearerOf(path) };
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

/** A bearer for each job: one job's is no good for another. */
function bearerOf(path: string): string {
  return `bearer-of${path.replaceAll("/", "-")}`;
}

/** The claims GitHub would make: the subject names the environment where the job has one. */
function claimsOf(job: JobIdentity, environment: string, audience: string | undefined): JWTPayload {
  const { repository, eventName, ref, sha, actor, runId, workflowRef, jobWorkflowRef } = job;
  const [owner = ""] = repository.split("/");
  const isPull = eventName === "pull_request";
  const where = environment === "" ? (isPull ? "pull_request" : `ref:${ref}`) : `environment:${environment}`;
  const now = Math.floor(Date.now() / 1000);
  return {
    ...{ iss: githubIssuer, aud: audience ?? `https://github.com/${owner}`, sub: `repo:${repository}:${where}` },
    ...{ iat: now, nbf: now - 5, exp: now + lifeSeconds },
    ...{ repository, repository_owner: owner, ref, sha, actor, run_id: runId, event_name: eventName },
    ...{ workflow_ref: workflowRef, job_workflow_ref: jobWorkflowRef, runner_environment: "github-hosted" },
    ...(environment === "" ? {} : { environment }),
  };
}

async function sign(claims: JWTPayload, key: CryptoKey): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: "RS256", typ: "JWT", kid: keyId }).sign(key);
}
