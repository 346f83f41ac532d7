import { connect, createServer, Socket, type Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { makeLoopbackAuthority, type LeafCertificate } from "../../src/twin/certificate.ts";
import { listenOnLoopback, OpenSockets } from "../../src/twin/vantage/open-sockets.ts";
import type { Knock } from "../../src/snapshot/evidence.ts";
import type { OpenSocket } from "../../src/vantage/open-socket.ts";
import { createVantage, type VantageOptions } from "../../src/vantage/vantage.ts";
import { runErrorOf } from "../support/run-error.ts";
import { selfSigned } from "../support/test-certificates.ts";

const name = "st1.blob.core.windows.net";
const authority = await makeLoopbackAuthority();
const patience = { resolveMs: 2_000, directMs: 2_000, proxiedMs: 2_000 };
const brief = { resolveMs: 100, directMs: 100, proxiedMs: 100 };

/** What stands at every address of a network that a test made. */
async function serve(server: Server): Promise<number> {
  const sockets = new OpenSockets(server);
  onTestFinished(() => sockets.close());
  return listenOnLoopback(server, 0);
}

function at(port: number): OpenSocket {
  return () => connect({ host: "127.0.0.1", port });
}

function door({ certPem, keyPem }: LeafCertificate): Server {
  return createTlsServer({ cert: certPem, key: keyPem }).on("tlsClientError", () => undefined);
}

/** Why it didn't open; fails where it did. */
function whyOf(seen: Knock): string {
  if (seen.is === "opened") throw new Error("it opened");
  return `${seen.is}: ${seen.why}`;
}

function knock(openSocket: OpenSocket, options: Partial<VantageOptions> = {}) {
  return createVantage({ proxy: undefined, ca: authority.caPem, patience, openSocket, ...options }).knock(
    name,
    "10.1.0.4",
  );
}

test("a door in the service's name opens, is told nothing, and no connection is left", async () => {
  const { certPem, keyPem } = await authority.issue([name]);
  let heard = "";
  const server = createTlsServer({ cert: certPem, key: keyPem }, (socket) => {
    socket.on("error", () => undefined);
    socket.setEncoding("utf8").on("data", (data: string) => (heard += data));
  });
  const port = await listenOnLoopback(server, 0);
  expect(await knock(at(port))).toEqual({ is: "opened" });
  // Closed without ending connections: resolves once the last one is gone.
  await new Promise((resolve) => server.close(resolve));
  expect(heard).toBe("");
});

test("a wildcard is good for a name below it", async () => {
  const port = await serve(door(await authority.issue(["*.blob.core.windows.net"])));
  expect(await knock(at(port))).toEqual({ is: "opened" });
});

test("a certificate for others is told by their names", async () => {
  const others = ["a.example", "b.example", "c.example", "d.example", "e.example"];
  const port = await serve(door(await authority.issue(others)));
  expect(await knock(at(port))).toEqual({
    is: "another certificate",
    why: "the certificate is for a.example, b.example, c.example and 2 more",
  });
});

test("a certificate that this machine doesn't trust is told by its issuer", async () => {
  const stranger = await makeLoopbackAuthority();
  const port = await serve(door(await stranger.issue([name])));
  expect(whyOf(await knock(at(port)))).toMatch(
    /^another certificate: the certificate is issued by "Twin CA", whom this machine doesn't trust \([A-Z_]+\)$/,
  );
  expect(await knock(at(port), { ca: stranger.caPem })).toEqual({ is: "opened" });
});

test("one that vouches for itself, and for somebody else, is told by both", async () => {
  const port = await serve(door(await selfSigned("gateway.example", new Date("2049-01-01T00:00:00Z"))));
  expect(await knock(at(port))).toEqual({
    is: "another certificate",
    why: `the certificate is issued by "Proxy of Northwind", whom this machine doesn't trust (DEPTH_ZERO_SELF_SIGNED_CERT); it is for gateway.example`,
  });
});

test("an expired certificate is told by its last day", async () => {
  const expired = await selfSigned(name, new Date("2021-05-04T00:00:00Z"));
  const port = await serve(door(expired));
  expect(await knock(at(port), { ca: expired.certPem })).toEqual({
    is: "another certificate",
    why: "the certificate expired on May 4 00:00:00 2021 GMT, by this machine's clock",
  });
});

test("without roots that are handed in, Node's own count", async () => {
  const port = await serve(door(await authority.issue([name])));
  expect(await knock(at(port), { ca: undefined })).toMatchObject({ is: "another certificate" });
});

const faults: Readonly<Record<string, { readonly server?: () => Server; readonly why: RegExp }>> = {
  "nobody listens": { why: /^refused$/ },
  "the connection is cut before TLS": {
    server: () => createServer((socket) => socket.destroy()),
    why: /^TCP opens, and then TLS doesn't: the connection was reset$/,
  },
  "the connection is reset in the handshake": {
    server: () =>
      createServer((socket) => socket.on("error", () => undefined).once("data", () => socket.resetAndDestroy())),
    why: /^TCP opens, and then TLS doesn't: the connection was reset$/,
  },
  "somebody answers without TLS": {
    server: () => createServer((socket) => socket.on("error", () => undefined).end("HTTP/1.1 400 Bad Request\r\n\r\n")),
    why: /^TCP opens, and then TLS doesn't: ERR_SSL_/,
  },
  "TCP is accepted and nothing comes": {
    server: () => createServer((socket) => socket.on("error", () => undefined)),
    why: /^TCP opens, and then TLS doesn't: timed out$/,
  },
};

test.each(Object.entries(faults))("where %s, it is told so", async (_, { server, why }) => {
  const listening = server?.() ?? createServer();
  const port = await serve(listening);
  if (server === undefined) await new Promise((resolve) => listening.close(resolve));
  const patience = why.source.includes("timed out") ? brief : { ...brief, directMs: 2_000 };
  const seen = await knock(at(port), { patience });
  expect(seen.is).toBe("not connected");
  expect(whyOf(seen).replace("not connected: ", "")).toMatch(why);
});

test("an address where packets are lost is given up after its time", async () => {
  expect(await knock(() => new Socket(), { patience: brief })).toEqual({ is: "not connected", why: "timed out" });
});

test("a run that is cancelled ends a knock at once", async () => {
  const cancel = new AbortController();
  const error = runErrorOf(() =>
    knock(() => new Socket(), { patience: { ...brief, directMs: 60_000 }, signal: cancel.signal }),
  );
  cancel.abort();
  expect((await error).code).toBe("SFH905");
});

test("what a stranger writes into a certificate stays one short line", async () => {
  const port = await serve(door(await authority.issue([`${"x".repeat(60)}.${"y".repeat(60)}.example`, "b.example"])));
  const seen = await knock(at(port));
  expect(whyOf(seen)).toMatch(/^[^\n]{1,200}, b\.example$/);
});
