import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { githubIssuer, startOidcIssuer } from "./oidc-issuer.ts";
import type { JobIdentity, OidcIssuer } from "./oidc-issuer.ts";

const job: JobIdentity = {
  ...{ repository: "acme/platform", eventName: "push", ref: "refs/heads/main", sha: "1".repeat(40) },
  ...{ actor: "octocat", runId: "7" },
  workflowRef: "acme/platform/.github/workflows/a.yml@refs/heads/main",
  jobWorkflowRef: "acme/platform/.github/workflows/a.yml@refs/heads/main",
};

let issuer: OidcIssuer;
beforeAll(async () => {
  issuer = await startOidcIssuer();
});
afterAll(async () => {
  await issuer.close();
});

async function ask(url: string, bearer: string): Promise<{ readonly status: number; readonly value: string }> {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${bearer}` } });
  const body: unknown = await answer.json();
  const value = typeof body === "object" && body !== null && "value" in body ? String(body.value) : "";
  return { status: answer.status, value };
}

test.each([
  ["a push", {}, "", "repo:acme/platform:ref:refs/heads/main"],
  ["a pull request", { eventName: "pull_request" }, "", "repo:acme/platform:pull_request"],
  ["an environment", { eventName: "pull_request" }, "&environment=prod", "repo:acme/platform:environment:prod"],
])(
  "a job of %s gets a token with its subject, signed, for the audience it asks for",
  async (_, more, query, subject) => {
    const { url, bearer } = issuer.admit({ ...job, ...more });
    const { value } = await ask(`${url}${query}&audience=api%3A%2F%2FAzureADTokenExchange`, bearer);
    const { payload } = await jwtVerify(value, createRemoteJWKSet(new URL(issuer.jwksUrl)), {
      issuer: githubIssuer,
      audience: "api://AzureADTokenExchange",
      subject,
    });
    expect(payload).toMatchObject({ repository: "acme/platform", run_id: "7" });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  },
);

test("nobody gets a token without the bearer of the job, or for two audiences", async () => {
  const { url, bearer } = issuer.admit(job);
  const other = issuer.admit(job);
  const before = issuer.issued.length;
  expect((await ask(url, "guessed")).status).toBe(401);
  expect((await ask(url, other.bearer)).status).toBe(401);
  expect((await ask(`${url}&audience=a&audience=b`, bearer)).status).toBe(400);
  expect((await ask(`${url}&audience=`, bearer)).status).toBe(400);
  expect(issuer.issued).toHaveLength(before);
});
