import { createServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { readEnvironmentProxy } from "../../src/cli/environment-proxy.ts";
import { makeLoopbackAuthority } from "../../src/twin/certificate.ts";
import { listenOnLoopback, OpenSockets } from "../../src/twin/vantage/open-sockets.ts";
import { createVantage } from "../../src/vantage/vantage.ts";
import { startProxyForTest } from "../support/connect-proxy.ts";

const name = "kv1.vault.azure.net";
const authority = await makeLoopbackAuthority();
const patience = { resolveMs: 2_000, directMs: 2_000, proxiedMs: 2_000 };

/** A TLS door for these names; gives where it is. */
async function openDoor(names: readonly string[] = [name]): Promise<string> {
  const { certPem, keyPem } = await authority.issue(names);
  const server = createTlsServer({ cert: certPem, key: keyPem }, (socket) => socket.on("error", () => undefined));
  const sockets = new OpenSockets(server);
  onTestFinished(() => sockets.close());
  return `127.0.0.1:${await listenOnLoopback(server, 0)}`;
}

/** Knocks through a proxy as the environment names it, with the user and password given. */
function knockThrough(at: string, login = "", address?: string) {
  const url = login === "" ? at : at.replace("://", `://${login}@`);
  const { proxy, proxyAuthorization } = readEnvironmentProxy({ HTTPS_PROXY: url });
  const vantage = createVantage({ proxy, proxyAuthorization, ca: authority.caPem, patience });
  return vantage.knockThrough(name, proxy?.at ?? "", address);
}

test("a name is opened through a proxy, which resolves it", async () => {
  const door = await openDoor();
  const proxy = await startProxyForTest({ way: () => door });
  expect(await knockThrough(proxy.at)).toEqual({ is: "opened" });
  expect(proxy.went).toEqual([name]);
});

test("an address is asked for in the name of a service", async () => {
  const door = await openDoor();
  const proxy = await startProxyForTest({ way: () => door });
  expect(await knockThrough(proxy.at, "", "10.1.0.9")).toEqual({ is: "opened" });
  expect(proxy.went).toEqual(["10.1.0.9"]);
});

test("the certificate is looked at through a proxy too", async () => {
  const door = await openDoor(["portal.proxy.example"]);
  const proxy = await startProxyForTest({ way: () => door });
  expect(await knockThrough(proxy.at)).toEqual({
    is: "another certificate",
    why: "the certificate is for portal.proxy.example",
  });
});

test("user and password of the environment are given to its proxy, as they are meant, and shown nowhere", async () => {
  const door = await openDoor();
  const proxy = await startProxyForTest({ way: () => door, login: "ann:p@ss%word" });
  expect(await knockThrough(proxy.at, "ann:p%40ss%25word")).toEqual({ is: "opened" });
  const wrong = await knockThrough(proxy.at, "ann:sesame");
  expect(wrong).toEqual({
    ...{ is: "not connected", status: 407 },
    why: "the proxy doesn't take the user and password that it is given (407)",
  });
  expect(await knockThrough(proxy.at)).toEqual({
    ...{ is: "not connected", status: 407 },
    why: "the proxy wants a user and password, and is given none (407)",
  });
});

test("another proxy than the environment's is given no password", async () => {
  const proxy = await startProxyForTest({ way: () => 403, login: "ann:sesame" });
  const { proxy: settings, proxyAuthorization } = readEnvironmentProxy({ HTTPS_PROXY: "http://ann:sesame@other:8080" });
  const vantage = createVantage({ proxy: settings, proxyAuthorization, patience });
  expect(await vantage.knockThrough(name, proxy.at)).toMatchObject({ status: 407 });
});

test.each([403, 502, 503])("a proxy that answers %i is told so", async (status) => {
  const proxy = await startProxyForTest({ way: () => status });
  expect(await knockThrough(proxy.at)).toEqual({
    ...{ is: "not connected", status },
    why: `the proxy won't: it answers ${status} Refused`,
  });
});

test("a proxy that isn't there, and one that says nothing, are told apart", async () => {
  const server = createServer();
  const port = await listenOnLoopback(server, 0);
  await new Promise((resolve) => server.close(resolve));
  expect(await knockThrough(`http://127.0.0.1:${port}`)).toEqual({
    is: "not connected",
    why: "the proxy can't be reached: refused",
  });
  const mute = await startProxyForTest({ way: () => undefined });
  const vantage = createVantage({ proxy: undefined, patience: { ...patience, proxiedMs: 200 } });
  expect(await vantage.knockThrough(name, mute.at)).toEqual({
    is: "not connected",
    why: "the proxy doesn't answer: timed out",
  });
});

test("an https proxy is asked over TLS, and only where its certificate is good", async () => {
  const door = await openDoor();
  const good = await startProxyForTest({ way: () => door, tls: await authority.issue(["proxy"], ["127.0.0.1"]) });
  expect(await knockThrough(good.at)).toEqual({ is: "opened" });
  const bad = await startProxyForTest({ way: () => door, tls: await authority.issue(["proxy"]), login: "ann:sesame" });
  expect(await knockThrough(bad.at, "ann:sesame")).toEqual({
    is: "not connected",
    why: "the proxy can't be reached: the certificate is for proxy",
  });
  expect(bad.asked).toEqual([]);
});
