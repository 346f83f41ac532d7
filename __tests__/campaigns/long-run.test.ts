/**
 * A provisioning that outlasts every token: 90 minutes, access tokens of 60 minutes, assertions of 5. Over real sockets,
 * with the real credential, which counts a token's life by the machine's time: so that goes as the twin's and the run's
 * does, and all three stand still but for sleeps.
 */
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ApplyEvent } from "../../src/apply/events.ts";
import { createCredential } from "../../src/azure/credential.ts";
import { connectAzure } from "../../src/azure/world.ts";
import { openFileJournal } from "../../src/cli/file-journal.ts";
import type { Clock } from "../../src/ports.ts";
import type { Report } from "../../src/report/report.ts";
import { exitCodeOf } from "../../src/report/verdict.ts";
import { runApply } from "../../src/runbook/runbook.ts";
import type { HubSpec } from "../../src/spec/hub-spec.ts";
import { serveTwin, type ServedTwin } from "../../src/twin/serve.ts";
import { createTwin } from "../../src/twin/twin.ts";
import { scratchFolder } from "../cli/spawned.ts";
import { closeEverything } from "../runbook/run-on-twin.ts";
import { estateNamed } from "../support/edit-estate.ts";
import { createVirtualClock, type VirtualClock } from "../support/virtual-clock.ts";
import { unasked } from "./compose-run.ts";

const minute = 60_000;
const estate = estateNamed("fresh-approved-only");
const issuer = "https://token.actions.githubusercontent.com";
const subject = "repo:northwind/hub:environment:production";

/** Assertions live five minutes, and a workflow that renews them does so in time. */
const assertionMs = 5 * minute;
const renewalMs = 4 * minute;

interface Stage {
  readonly served: ServedTwin;
  readonly clock: VirtualClock;
  readonly folder: string;
  readonly tokenFile: string;
  readonly events: { readonly at: number; readonly event: ApplyEvent }[];
}

const startedAt = Date.UTC(2026, 10, 22);

let stage: Stage;
beforeEach(async () => {
  const clock = createVirtualClock(startedAt);
  vi.useFakeTimers({ toFake: ["Date"], now: clock.now() });
  const folder = scratchFolder();
  const facts = { ...estate.facts, federatedCredentials: [{ issuer, subject }] };
  const served = await serveTwin((baseUrl) =>
    createTwin({
      ...{ estate: { ...estate, facts }, baseUrl, clock, pace: { kind: "clock" } },
      behaviour: { tokenLifetime: 60 * minute, durations: { provision: 90 * minute } },
    }),
  );
  stage = { served, clock, folder, tokenFile: path.join(folder, "token"), events: [] };
  await writeAssertion();
});
afterEach(async () => {
  await stage.served.close();
  vi.useRealTimers();
  rmSync(stage.folder, { recursive: true });
});

/** What a workflow's token service writes: a token that says who runs, for five minutes. */
async function writeAssertion(): Promise<void> {
  const now = Math.floor(stage.clock.now() / 1_000);
  const token = await new SignJWT()
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(issuer)
    .setSubject(subject)
    .setAudience("api://AzureADTokenExchange")
    .setIssuedAt(now)
    .setExpirationTime(now + assertionMs / 1_000)
    .sign(new TextEncoder().encode("nobody checks the signature of an assertion here"));
  writeFileSync(stage.tokenFile, token);
}

/** Everybody's time; somebody else acts every few minutes of it. */
function sharedClock(act: () => Promise<void>): Clock {
  const { clock } = stage;
  const passed = async (ms: number): Promise<void> => {
    clock.advance(ms);
    vi.setSystemTime(clock.now());
  };
  let actsAt = clock.now() + renewalMs;
  return {
    now: () => clock.now(),
    sleep: async (ms) => {
      const until = clock.now() + ms;
      while (actsAt <= until) {
        await passed(actsAt - clock.now());
        await act();
        actsAt += renewalMs;
      }
      await passed(until - clock.now());
    },
  };
}

interface Chosen {
  readonly spec?: HubSpec;
  /** False for a workflow that writes its assertion once. */
  readonly renews?: boolean;
  /** True for a credential that never asks for a second token. */
  readonly keepsToken?: boolean;
}

async function apply({ spec = closeEverything(), renews = true, keepsToken = false }: Chosen = {}): Promise<Report> {
  const { served, tokenFile, folder, events } = stage;
  const clock = sharedClock(renews ? writeAssertion : () => Promise.resolve());
  const { tenantId, clientId } = served.twin.credentials;
  const env = { AZURE_TENANT_ID: tenantId, AZURE_CLIENT_ID: clientId, AZURE_FEDERATED_TOKEN_FILE: tokenFile };
  const tls = { ca: served.caPem };
  const world = await connectAzure({
    credential: ({ authorityHost }) => {
      const named = createCredential(env, { authorityHost, tls, kind: "client-assertion" });
      if (!keepsToken) return named;
      const once = named.credential.getToken.bind(named.credential);
      let kept: ReturnType<typeof once> | undefined;
      const getToken: typeof once = async (...asked) => {
        const token = await (kept ??= once(...asked));
        return token === null ? null : { ...token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER };
      };
      return { ...named, credential: { getToken } };
    },
    metadataUrl: `${served.baseUrl}/metadata/endpoints?api-version=2022-09-01`,
    ...{ tls, clock, nameServers: { ask: () => Promise.resolve({ is: "silent" as const }) } },
  });
  const emit = (event: ApplyEvent): void => {
    events.push({ at: clock.now(), event });
  };
  const journal = await openFileJournal(path.join(folder, "journal.jsonl"));
  const traffic = (): Report["run"] => ({ requests: 0, throttled: 0, durationMs: 0, correlationIds: [] });
  const { hub } = estate;
  return runApply({ world, clock, journal, emit, hub, spec, version: "0.0.0-test", traffic }, unasked);
}

function requestsTo(end: string): Stage["served"]["twin"]["log"] {
  return stage.served.twin.log.filter(({ id }) => id.endsWith(end));
}

/** Minutes since the beginning at which a token was asked for, and what came of it. */
function tokens(): readonly (readonly [minutes: number, status: number])[] {
  return requestsTo("/oauth2/v2.0/token").map(({ at, status }) => [Math.floor((at - startedAt) / minute), status]);
}

/** The longest time in which nothing was said, in ms. */
function longestSilence(): number {
  const times = stage.events.map(({ at }) => at);
  return Math.max(...times.map((at, index) => at - (times[index - 1] ?? startedAt)));
}

describe("a provisioning of 90 minutes", { timeout: 120_000 }, () => {
  test("outlasts tokens of 60 minutes and assertions of 5, and ends private", async () => {
    const report = await apply();
    const lastedMinutes = Math.floor((stage.clock.now() - startedAt) / minute);
    console.info(
      `${String(lastedMinutes)} minutes on tokens asked for at ${tokens()
        .map(([at]) => at)
        .join(", ")}`,
    );
    expect([report.verdict, report.errors, exitCodeOf(report.verdict)]).toEqual(["private", [], 0]);
    expect(lastedMinutes).toBeGreaterThan(90);
    // The second one proves the run with an assertion that was written long after the first had run out.
    expect(tokens()).toEqual([
      [0, 200],
      [58, 200],
    ]);
    expect(longestSilence()).toBeLessThanOrEqual(minute);
  });

  test("passes a budget of 75: incomplete, with how to resume, and the next run joins it and ends private", async () => {
    const report = await apply({ spec: closeEverything({ budgetMinutes: { managedNetwork: 75 } }) });
    expect([report.verdict, exitCodeOf(report.verdict)]).toEqual(["incomplete", 4]);
    const provisioning = report.steps.find(({ kind }) => kind === "provision-managed-network");
    expect(provisioning?.state).toBe("pending");
    expect(report.errors).toEqual([
      expect.objectContaining({
        code: "SFH914",
        fix: "Run again to go on waiting, or set budgetMinutes.managedNetwork higher in the config.",
      }),
    ]);
    const next = await apply();
    expect([next.verdict, next.errors]).toEqual(["private", []]);
    expect(next.steps[0]).toMatchObject({ kind: "await-managed-network", state: "done" });
    expect(requestsTo("/provisionManagedNetwork")).toHaveLength(1);
  });

  test("with an assertion that nobody renews ends with Entra's own word, and the next run joins it", async () => {
    const report = await apply({ renews: false });
    expect([report.verdict, report.errors.map(({ code }) => code)]).toEqual(["failed", ["SFH906"]]);
    expect(report.errors[0]?.message).toContain("AADSTS700024");
    expect(tokens().map(([, status]) => status)).toContain(401);
    await writeAssertion();
    expect((await apply()).verdict).toBe("private");
    expect(requestsTo("/provisionManagedNetwork")).toHaveLength(1);
  });

  test("with a credential that never renews its token ends with the 401 that Azure gives", async () => {
    const report = await apply({ keepsToken: true });
    expect([report.verdict, report.errors.map(({ code }) => code)]).toEqual(["failed", ["SFH906"]]);
    expect(report.errors[0]?.message).toContain("401 ExpiredAuthenticationToken");
    expect(tokens()).toEqual([[0, 200]]);
  });
});
