import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createFederatedCredential, type FederatedIdentity } from "../../action/federated-credential.ts";
import { builtInClouds } from "../../src/azure/cloud-endpoints.ts";
import { credentialName } from "../../src/azure/credential-line.ts";
import type { CloudName, EstateFacts } from "../../src/twin/estate.ts";
import { createTwin, type Twin } from "../../src/twin/twin.ts";
import { estateNamed } from "../support/edit-estate.ts";
import { twinHttpClient, twinUrl } from "../support/in-process.ts";
import { runErrorOf } from "../support/run-error.ts";
import { createVirtualClock, type VirtualClock } from "../support/virtual-clock.ts";
import { issuer, subject, workflowToken, type Claims } from "./workflow-token.ts";

interface Job {
  readonly twin: Twin;
  readonly clock: VirtualClock;
  /** An Entra token, as a workflow gets it whose own token holds these claims besides. */
  readonly signIn: (more?: Claims, who?: Partial<FederatedIdentity>) => Promise<string | undefined>;
}

type Credentials = NonNullable<EstateFacts["federatedCredentials"]>;

const trusted: Credentials = [{ issuer, subject }];

/** A job, and an application that trusts what is listed. */
function jobWith(federatedCredentials: Credentials = trusted, cloud: CloudName = "AzureCloud"): Job {
  const estate = estateNamed("hardened");
  const clock = createVirtualClock();
  const facts = { ...estate.facts, federatedCredentials };
  const twin = createTwin({ estate: { ...estate, cloud, facts }, clock, baseUrl: twinUrl });
  const { clientId, tenantId } = twin.credentials;
  const endpoints = Object.values(builtInClouds).find((e) => e.cloud.kind === cloud) ?? builtInClouds.azurecloud;
  return {
    twin,
    clock,
    signIn: async (more = {}, who = {}) => {
      const { credential } = createFederatedCredential(
        { clientId, tenantId, ...who },
        async (audience) => workflowToken(audience, clock.now(), more),
        { ...endpoints, authorityHost: twinUrl },
        twinHttpClient(twin, clock),
      );
      return (await credential.getToken(`${twinUrl}/.default`))?.token;
    },
  };
}

test.each(["AzureCloud", "AzureUSGovernment", "AzureChinaCloud"] as const)(
  "in %s the token is for the audience that this cloud's Entra expects",
  async (cloud) => {
    expect(await jobWith(trusted, cloud).signIn()).toMatch(/^eyJ/);
  },
);

test("audience is what GitHub is asked for", async () => {
  const job = jobWith([{ issuer, subject, audience: "api://ours" }]);
  expect(await job.signIn({}, { audience: "api://ours" })).toMatch(/^eyJ/);
});

test("each of Entra's tokens is had with a fresh one of GitHub's, which lives for five minutes", async () => {
  const { twin, clock } = jobWith();
  const { clientId, tenantId } = twin.credentials;
  const { credential } = createFederatedCredential(
    { clientId, tenantId },
    async (audience) => workflowToken(audience, clock.now()),
    { ...builtInClouds.azurecloud, authorityHost: twinUrl },
    twinHttpClient(twin, clock),
  );
  const tokens: (string | undefined)[] = [];
  for (let hour = 0; hour < 3; hour += 1) {
    tokens.push((await credential.getToken(`${twinUrl}/.default`))?.token);
    clock.advance(3_600_000);
  }
  expect(new Set(tokens).size).toBe(3);
});

const nobody = "00000000-1111-2222-3333-444444444444";

describe("a refusal of Entra's is told with what the token said, for", () => {
  test.each<[string, Claims, Partial<FederatedIdentity>, RegExp]>([
    [
      "AADSTS700211",
      { iss: "https://ghe.example.com/_services/token" },
      {},
      /^Have the application trust it: az ad app/,
    ],
    ["AADSTS700212", {}, { audience: "api://other" }, /Or set audience .* instead of api:\/\/other/],
    ["AADSTS700213", { sub: "repo:acme/hub:pull_request" }, {}, /az ad app federated-credential create/],
    ["AADSTS7002138", { sub: "repo:Acme/hub:environment:Production" }, {}, /only in upper and lower case/],
    ["AADSTS700016", {}, { clientId: nobody }, /^Check client-id: .* tenant-id names/],
    ["endpoints_resolution_error", {}, { tenantId: nobody }, /^Check tenant-id/],
    ["AADSTS700024", { exp: 1 }, {}, /^Run the job again/],
  ])("%s", async (code, claims, who, fix) => {
    const error = await runErrorOf(() => jobWith().signIn(claims, who));
    const told = `${error.message} ${error.details.fix ?? ""}`;
    expect(error.code).toBe("SFH906");
    expect(error.message).toContain(code);
    expect(error.message).toContain(`the subject "${String(claims.sub ?? subject)}"`);
    expect(error.message).toContain(`the issuer "${String(claims.iss ?? issuer)}"`);
    expect(error.message).toContain(`the audience "${who.audience ?? "api://AzureADTokenExchange"}"`);
    expect(error.details.fix).toMatch(fix);
    expect(told).not.toMatch(/eyJ|c2lnbmF0dXJl|AZURE_/);
  });
});

test("Entra's correlation id is kept, and what MSAL puts around its words isn't shown", async () => {
  const { message, details } = await runErrorOf(() => jobWith().signIn({ sub: "repo:acme/other" }));
  expect(details.correlationId).toMatch(/^[0-9a-f-]{36}$/);
  expect(message).not.toMatch(/Trace ID|Timestamp|Error\(s\)/);
});

describe("where a credential has the subject in GitHub's other form, the refusal shows it", () => {
  const ids = { repository_owner_id: "123456", repository_id: "456789" };
  const named = "repo:acme/hub:ref:refs/heads/main";
  const numbered = "repo:acme@123456/hub@456789:ref:refs/heads/main";

  test.each([
    [named, numbered],
    [numbered, named],
  ])("%s", async (sub, other) => {
    const error = await runErrorOf(() => jobWith([{ issuer, subject: other }]).signIn({ sub, ...ids }));
    expect(error.details.fix).toContain(`A credential for "${other}" doesn't count`);
  });

  test("and where there is no other form, none is made up", async () => {
    const error = await runErrorOf(() =>
      jobWith().signIn({ sub: "repository_owner_id:1:repository_id:2:context", ...ids }),
    );
    expect(error.details.fix).toMatch(/^Have the application trust it:/);
  });
});

describe("the line that a refusal prints", () => {
  /** The arguments that a shell makes of it. */
  function argumentsOf(line: string): readonly string[] {
    const { stdout } = spawnSync("/bin/sh", ["-c", `az() { for a in "$@"; do printf '%s\\0' "$a"; done; }\n${line}`]);
    return stdout.toString("utf8").split("\0").slice(0, -1);
  }

  async function lineFor(sub: string): Promise<{ readonly line: string; readonly clientId: string }> {
    const job = jobWith([{ issuer, subject: "another" }]);
    const { details } = await runErrorOf(() => job.signIn({ sub }));
    const line = /az ad app .*(?= \(Where client-id)/s.exec(details.fix ?? "")?.[0] ?? "";
    return { line, clientId: job.twin.credentials.clientId };
  }

  test.each([
    "repo:acme/hub:environment:production",
    'repo:acme/hub:environment:it\'s $(rm -rf /) `now` \\ "quoted"',
    `repo:acme/hub:ref:refs/heads/${"very-long/".repeat(30)}`,
  ])("reaches az unharmed for %s", async (sub) => {
    const { line, clientId } = await lineFor(sub);
    const [, , , , ...told] = argumentsOf(line);
    expect(told.slice(0, 3)).toEqual(["--id", clientId, "--parameters"]);
    const audiences = ["api://AzureADTokenExchange"];
    expect(JSON.parse(told[3] ?? "")).toEqual({ name: credentialName(sub), issuer, subject: sub, audiences });
  });

  test("and makes an application trust that very job", async () => {
    const sub = "repo:acme/hub:environment:it's here";
    const told = z.object({ issuer: z.string(), subject: z.string() });
    const made = told.parse(JSON.parse(argumentsOf((await lineFor(sub)).line).at(-1) ?? ""));
    expect(await jobWith([made]).signIn({ sub })).toMatch(/^eyJ/);
  });

  test.each(["repo:a/b", "::", "", `repo:${"ä".repeat(200)}/b:environment:ü`, `repo:a/b:ref:${"x".repeat(300)}`])(
    "names the credential as Entra takes it: %s",
    (sub) => {
      expect(credentialName(sub)).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/);
    },
  );

  test("names two long subjects differently", () => {
    const long = "x".repeat(200);
    expect(credentialName(`${long}a`)).not.toBe(credentialName(`${long}b`));
  });
});
