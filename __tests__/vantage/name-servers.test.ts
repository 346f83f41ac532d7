import { createSocket } from "node:dgram";
import type { Socket } from "node:dgram";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createNameServers } from "../../src/vantage/name-servers.ts";

/** An address, "nxdomain" or "refused"; no entry, no answer. */
const names: Readonly<Record<string, string>> = {
  "st1.blob.core.windows.net": "10.0.0.4",
  "gone.blob.core.windows.net": "nxdomain",
  "refused.blob.core.windows.net": "refused",
};

/** A name server's answer to one A question: the question copied, a code, and one record where there is an address. */
function answerTo(query: Buffer): Buffer | undefined {
  const name = questionOf(query);
  const known = names[name];
  if (known === undefined) return undefined;
  const code = known === "nxdomain" ? 3 : known === "refused" ? 5 : 0;
  const hasAddress = code === 0;
  const header = Buffer.from([...query.subarray(0, 2), 0x81, 0x80 | code, 0, 1, 0, hasAddress ? 1 : 0, 0, 0, 0, 0]);
  const question = query.subarray(12, 12 + name.length + 2 + 4);
  const record = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 10, 0, 4, ...known.split(".").map(Number)];
  return Buffer.concat([header, question, Buffer.from(hasAddress ? record : [])]);
}

function questionOf(query: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; (query[at] ?? 0) > 0; at += (query[at] ?? 0) + 1) {
    labels.push(query.toString("ascii", at + 1, at + 1 + (query[at] ?? 0)));
  }
  return labels.join(".").toLowerCase();
}

describe("asking a name server", () => {
  let socket: Socket;
  let server: string;

  beforeEach(async () => {
    socket = createSocket("udp4");
    socket.on("message", (query, from) => {
      const answer = answerTo(query);
      if (answer !== undefined) socket.send(answer, from.port, from.address);
    });
    await new Promise<void>((resolve) => {
      socket.bind(0, "127.0.0.1", resolve);
    });
    server = `127.0.0.1:${socket.address().port}`;
  });

  afterEach(async () => {
    await new Promise<void>((resolve) => {
      socket.close(resolve);
    });
  });

  const ask = (name: string) => createNameServers({ timeoutMs: 300 }).ask(server, name);

  it("gives the addresses it answers", async () => {
    expect(await ask("st1.blob.core.windows.net")).toEqual({ is: "addresses", addresses: ["10.0.0.4"] });
  });

  it("tells that a name doesn't exist", async () => {
    expect(await ask("gone.blob.core.windows.net")).toEqual({ is: "nxdomain" });
  });

  it("is silent where no answer comes in time", async () => {
    expect(await ask("slow.blob.core.windows.net")).toEqual({ is: "silent" });
  });

  it("takes a refusal for silence: it says nothing about the name", async () => {
    expect(await ask("refused.blob.core.windows.net")).toEqual({ is: "silent" });
  });

  it("is silent for a server that is no address", async () => {
    expect(await createNameServers({ timeoutMs: 300 }).ask("not an address", "a.b")).toEqual({ is: "silent" });
  });
});
