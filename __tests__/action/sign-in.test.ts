/** Signing in as the workflow, through the built action: what a job is told where it can't be. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askGithub } from "../../action/github-token.ts";
import { builtIn } from "../cli/estate-variants.ts";
import { scratchFile, startTwin, type Ended, type SpawnedTwin, type Variables } from "../cli/spawned.ts";
import { runErrorOf } from "../support/run-error.ts";
import { runStep, type StepFiles } from "./as-runner.ts";
import { issuer, serveGoodTokens, serveTokens, subject } from "./workflow-token.ts";

let twin: SpawnedTwin;
beforeAll(async () => {
  const estate = builtIn("hardened");
  twin = await startTwin({ ...estate, facts: { ...estate.facts, federatedCredentials: [{ issuer, subject }] } });
});
afterAll(async () => {
  await twin.stop();
});

/** A step with client-id and tenant-id, in a job that has nothing else to sign in with. */
async function signIn(env: Variables): Promise<Ended & StepFiles> {
  const { ARM_CLOUD_METADATA_URL = "", NODE_EXTRA_CA_CERTS = "" } = twin.env;
  const inputs = { mode: "plan", hub: twin.hub, "client-id": twin.clientId, "tenant-id": twin.tenantId };
  return runStep(inputs, { ARM_CLOUD_METADATA_URL, NODE_EXTRA_CA_CERTS, ...env });
}

test("a job that the application trusts needs nothing else", async () => {
  const github = await serveGoodTokens();
  const { code, report } = await signIn(github.env);
  github.close();
  expect([code, report?.caller.credential]).toEqual([0, "workflow identity (OIDC)"]);
});

test("a job that it doesn't trust is told its subject and the line that has it trusted; the token is nowhere", async () => {
  const github = await serveGoodTokens({ sub: "repo:acme/hub:ref:refs/heads/main" });
  const { code, out, err, outputs, summary } = await signIn(github.env);
  github.close();
  expect([code, outputs.status, outputs["exit-code"]]).toEqual([1, "failed", "1"]);
  expect(out).toMatch(/^::error title=SFH906::.*AADSTS700213.*"repo:acme\/hub:ref:refs\/heads\/main"/m);
  for (const said of [out, summary]) expect(said).toContain("az ad app federated-credential create --id");
  // But for the mask that the token's own client sets.
  expect(`${out.replace(/^::add-mask::.*$/gm, "")}${err}${summary}`).not.toMatch(/eyJ|c2lnbmF0dXJl/);
});

describe("a token service that gives none is told as GitHub's, not Azure's:", () => {
  test.each([
    [403, '{"message":"Resource not accessible"}', /answered 403: Resource not accessible\..*id-token: write/],
    [500, "<html>ill</html>", /answered 500: .*ill.*Run the job again/],
    [200, "<html>a proxy's page</html>", /something else than a token\. Fix: Run the job again/],
    [200, '{"count":0}', /something else than a token/],
  ])("%i %s", async (status, body, says) => {
    const github = await serveTokens(() => ({ status, body }));
    const { code, out } = await signIn(github.env);
    github.close();
    expect(code).toBe(1);
    expect(out).toMatch(/^::error title=SFH906::GitHub's token service gave this job no identity token: /m);
    expect(out).toMatch(says);
  });

  test("nobody there", async () => {
    const github = await serveTokens(() => undefined);
    github.close();
    expect((await signIn(github.env)).out).toMatch(
      /SFH906::GitHub's token service .*: it can't be asked: .*ECONNREFUSED/,
    );
  });

  test("silence", async () => {
    const never = new Promise<string>(() => undefined);
    const error = await runErrorOf(() => askGithub(() => never, "api://x", 20));
    expect([error.code, error.message]).toEqual(["SFH906", expect.stringContaining("no answer within 0.02 s")]);
  });
});

describe("a job that may not ask", () => {
  const pullRequest = (from: string): Variables => ({
    GITHUB_REPOSITORY: "acme/hub",
    GITHUB_RUN_ID: "1",
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_EVENT_PATH: scratchFile(
      "event.json",
      JSON.stringify({ pull_request: { number: 1, head: { sha: "0", repo: { full_name: from } } } }),
    ),
  });

  test("for a pull request from a fork is told so, and of no permission that doesn't help", async () => {
    const { code, out } = await signIn(pullRequest("mallory/hub"));
    expect([code, out.includes("from a fork"), out.includes("id-token: write")]).toEqual([1, true, false]);
    expect(out.match(/^::error /gm)).toHaveLength(1);
  });

  test("for any other pull request is told the permission", async () => {
    expect((await signIn(pullRequest("Acme/Hub"))).out).toContain("id-token: write");
  });
});
