import { createServer as createHttpsServer } from "node:https";
import { expect, onTestFinished, test } from "vitest";
import type { Report } from "../../src/report/report.ts";
import { renderText } from "../../src/report/text.ts";
import type { Fault } from "../../src/twin/faults.ts";
import type { EstateFacts } from "../../src/twin/estate.ts";
import { makeLoopbackAuthority } from "../../src/twin/certificate.ts";
import { listenOnLoopback, OpenSockets } from "../../src/twin/vantage/open-sockets.ts";
import { readEnvironmentProxy } from "../../src/cli/environment-proxy.ts";
import { runOnTwin, type RunOptions } from "../runbook/run-on-twin.ts";
import { without } from "../support/edit-estate.ts";
import { proxyAt, tableOf, viewFrom, type ServedView } from "../support/served-vantage.ts";
import { startProxyForTest, type ConnectProxy } from "../support/connect-proxy.ts";
import { blob, declared, hardened, inside, vault } from "./inside.ts";

const outside: EstateFacts["vantage"] = { kind: "public", ip: "198.51.100.7" };

/** A run on a twin whose network is served, with the views of it from both sides. */
async function serveHardened(options: RunOptions = {}, estate = hardened) {
  const run = await runOnTwin(estate, options);
  const authority = await makeLoopbackAuthority();
  const [fromInside, fromOutside] = await Promise.all(
    [inside, outside].map((place) => viewFrom(run.twin, place, authority)),
  );
  if (fromInside === undefined || fromOutside === undefined) throw new Error("no view");
  return { run, fromInside, fromOutside };
}

/** What clients are told of a proxy, and what a machine with those variables sees. */
function behind(view: ServedView, proxy: ConnectProxy, env: Readonly<Record<string, string>> = {}) {
  return view.vantage(readEnvironmentProxy({ HTTPS_PROXY: proxy.at, ...env }));
}

function codesOf(report: Report): readonly string[] {
  return report.findings.filter(({ code }) => code.startsWith("SFH7")).map(({ code, state }) => `${code} ${state}`);
}

test("a healthy hub has no finding from the inside: each private name opens at its endpoint", async () => {
  const { run, fromInside } = await serveHardened();
  const report = await run.diagnose({ vantage: fromInside.vantage() });
  expect(report.findings).toEqual([]);
  expect(report.verdict).toBe("private");
  expect(report.diagnosis?.doors).toContainEqual({ name: blob, by: "10.20.1.7", came: "opened", why: "" });
  expect(report.diagnosis?.doors.map(({ came }) => came)).not.toContain("not connected");
});

test("a healthy hub has none from outside, where public doors shake hands and private ones aren't in sight", async () => {
  const { run, fromOutside } = await serveHardened();
  const report = await run.diagnose({ vantage: fromOutside.vantage() });
  expect(report.findings).toEqual([]);
  expect(report.diagnosis?.vantage.sees).toBe("public side");
  expect(report.diagnosis?.doors.map(({ came }) => came)).toContain("opened");
});

test("a healthy hub has none behind a proxy that stands inside; where it resolves to is left to its log", async () => {
  const { run, fromInside } = await serveHardened();
  const proxy = await proxyAt(fromInside);
  const report = await run.diagnose({ vantage: behind(fromInside, proxy) });
  expect(report.findings).toEqual([]);
  expect(proxy.went).toEqual(expect.arrayContaining([blob, "10.20.1.7"]));
  expect(report.diagnosis?.notSeen.join("\n")).toContain(`Where ${proxy.at} resolves private names to`);
});

test("behind a proxy, a machine that resolves nothing itself is as well off", async () => {
  const { run, fromInside } = await serveHardened({ runner: declared });
  const proxy = await proxyAt(fromInside);
  const vantage = fromInside.vantage({
    ...readEnvironmentProxy({ HTTPS_PROXY: proxy.at, NO_PROXY: "169.254.169.254" }),
    lookup: () => Promise.reject(Object.assign(new Error("none"), { code: "ENOTFOUND" })),
  });
  expect((await run.diagnose({ vantage })).findings).toEqual([]);
});

test("a proxy outside leads to the public endpoints: told, since it doesn't get to the private ones", async () => {
  const { run, fromInside, fromOutside } = await serveHardened();
  const proxy = await proxyAt(fromOutside);
  const report = await run.diagnose({ vantage: behind(fromInside, proxy) });
  expect(codesOf(report)).toEqual(["SFH704 open"]);
  expect(report.findings[0]?.detail).toMatch(/it opens, but not at 10\.20\.1\.7, where the proxy doesn't get to/);
  expect(proxy.went).toContain(blob);
  expect(proxy.went).not.toContain("10.20.1.7");
});

test("what the fix sets lets clients go direct, and the proxy is asked for nothing", async () => {
  const { run, fromInside, fromOutside } = await serveHardened();
  const broken = await run.diagnose({ vantage: behind(fromInside, await proxyAt(fromOutside)) });
  const [, except = ""] = /NO_PROXY=(\S+),/.exec(broken.findings[0]?.fix ?? "") ?? [];
  const proxy = await proxyAt(fromOutside);
  const mended = await run.diagnose({ vantage: behind(fromInside, proxy, { NO_PROXY: except }) });
  expect(mended.findings).toEqual([]);
  expect(proxy.asked.filter((host) => except.split(",").includes(host))).toEqual([]);
});

test("from outside a proxy is never judged, whatever it does", async () => {
  const { run, fromOutside } = await serveHardened();
  const proxy = await startProxyForTest({ way: () => 403 });
  const report = await run.diagnose({ vantage: behind(fromOutside, proxy) });
  expect(proxy.asked).toContain(blob);
  expect(report.findings).toEqual([]);
});

test("the password of a proxy is in nothing that is shown, whether it is taken or not", async () => {
  const { run, fromInside } = await serveHardened();
  const proxy = await proxyAt(fromInside, "ann:open-sesame");
  for (const [password, codes] of [
    ["open-sesame", []],
    ["closed-sesame", ["SFH704 open"]],
  ] as const) {
    const url = proxy.at.replace("://", `://ann:${password}@`);
    const report = await run.diagnose({ vantage: behind(fromInside, proxy, { HTTPS_PROXY: url }) });
    expect(codesOf(report)).toEqual(codes);
    const shown = JSON.stringify(report) + renderText(report);
    expect(shown).not.toMatch(/sesame|ann:|Basic /);
    expect(shown).not.toContain(Buffer.from(`ann:${password}`).toString("base64"));
  }
});

test("direct and through the proxy both fail: each is told", async () => {
  const { run, fromInside } = await serveHardened();
  const proxy = await startProxyForTest({ way: () => 502 });
  const doorAt = (address: string) => (address === "10.20.1.7" ? undefined : fromInside.doorAt(address));
  const vantage = fromInside.vantage({
    ...readEnvironmentProxy({ HTTPS_PROXY: proxy.at }),
    openSocket: tableOf(doorAt),
  });
  const report = await run.diagnose({ vantage });
  expect(codesOf(report)).toEqual(["SFH702 open", "SFH704 open"]);
  expect(report.findings[0]?.detail).toBe(`${blob} at 10.20.1.7, port 443: no route to it.`);
  expect(report.findings[1]?.detail).toMatch(new RegExp(`${blob}: [^.]*502 Refused; direct it fails too`));
});

test("somebody who answers in a service's name is named, inside as a fault, outside as not known", async () => {
  const { run, fromInside, fromOutside } = await serveHardened();
  const stranger = await makeLoopbackAuthority();
  const { certPem, keyPem } = await stranger.issue([vault]);
  const server = createHttpsServer({ cert: certPem, key: keyPem });
  const sockets = new OpenSockets(server);
  onTestFinished(() => sockets.close());
  const at = `127.0.0.1:${await listenOnLoopback(server, 0)}`;
  for (const [view, state] of [
    [fromInside, "open"],
    [fromOutside, "unknown"],
  ] as const) {
    const address = await view.addressOf(vault);
    const doorAt = (asked: string) => (asked === address ? at : view.doorAt(asked));
    const report = await run.diagnose({ vantage: view.vantage({ openSocket: tableOf(doorAt) }) });
    expect(codesOf(report)).toEqual([`SFH703 ${state}`]);
    expect(report.findings[0]?.detail).toContain(`issued by "Twin CA", whom this machine doesn't trust`);
  }
});

test.each([
  ["at a private address where the vault answers is as right as can be seen", "private", []],
  ["at a public address isn't known to be wrong", "public", ["SFH701 unknown"]],
])("a name of an endpoint that can't be read %s", async (_, where, codes) => {
  const path = /privateEndpoints\/pe-kv-northwind-ai$/;
  const unreadable: Fault = { on: { path }, do: { kind: "status", status: 403 }, times: 50 };
  const { run, fromInside, fromOutside } = await serveHardened({ faults: [unreadable] });
  const view = where === "private" ? fromInside : fromOutside;
  const lookup = async (name: string) => [(await (name === vault ? view : fromInside).addressOf(name)) ?? []].flat();
  const report = await run.diagnose({ vantage: fromInside.vantage({ lookup }) });
  expect(codesOf(report)).toEqual(codes);
  expect(report.findings.map(({ code }) => code)).toContain("SFH405");
});

test("a name whose record is missing is broken in its network first, and here because of it", async () => {
  const estate = without(hardened, /privatelink\.blob\.core\.windows\.net\/A\/stnorthwindai$/);
  const { run, fromInside } = await serveHardened({}, estate);
  const report = await run.diagnose({ vantage: fromInside.vantage() });
  const broken = report.chain?.filter(({ state }) => state === "broken").map(({ link }) => link);
  expect(broken).toEqual(["names", "from-here"]);
});

test("where every name and every door is silent, a diagnosis ends in its time, and takes no silence of its own resolver for a wrong name", async () => {
  const { run, fromInside } = await serveHardened({ runner: declared });
  const mute = await startProxyForTest({ way: () => undefined });
  const vantage = fromInside.vantage({
    ...readEnvironmentProxy({ HTTPS_PROXY: mute.at, NO_PROXY: "169.254.169.254" }),
    patience: { resolveMs: 50, directMs: 50, proxiedMs: 50 },
    lookup: () => new Promise(() => undefined),
  });
  const started = performance.now();
  const report = await run.diagnose({ vantage });
  // Some 17 names, eight at once: three rounds to resolve and three through the proxy, and the twin's own answers.
  expect(performance.now() - started).toBeLessThan(5_000);
  expect(codesOf(report)).toEqual([...Array.from({ length: 8 }, () => "SFH701 unknown"), "SFH704 open"]);
});
