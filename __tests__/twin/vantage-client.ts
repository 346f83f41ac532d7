import { Resolver } from "node:dns/promises";
import { Agent, request } from "node:https";
import { onTestFinished } from "vitest";
import { makeLoopbackAuthority } from "../../src/twin/certificate.ts";
import type { EstateDocument, EstateFacts } from "../../src/twin/estate.ts";
import type { ServedDoor } from "../../src/twin/vantage/door-listeners.ts";
import { serveVantage } from "../../src/twin/vantage/serve-vantage.ts";
import type { ServedVantage } from "../../src/twin/vantage/serve-vantage.ts";
import { createTwin } from "../../src/twin/twin.ts";
import { BASE, clientOf } from "./twin-client.ts";
import type { TwinClient } from "./twin-client.ts";

/** What knocking at a door gave. */
export interface Knock {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface VantageClient extends TwinClient {
  readonly vantage: ServedVantage;
  readonly ca: string;
  /** A resolver that asks one of the served name servers, the system's own by default. */
  readonly resolver: (server?: string) => Resolver;
  /** A name's addresses, or the code of the error: ENOTFOUND is NXDOMAIN, ETIMEOUT silence. */
  readonly addresses: (name: string, server?: string) => Promise<string>;
  /** The door at an address; fails where there is none. */
  readonly doorAt: (address: string) => ServedDoor;
  /** Resolves the name and asks `path` of what stands at its address, over TLS with the twin's CA. */
  readonly knock: (name: string, path?: string) => Promise<Knock>;
  readonly close: () => Promise<void>;
}

/** Starts a twin of the estate with what the standpoint sees, and logs in to it. */
export async function startVantage(
  estate: EstateDocument,
  standpoint?: EstateFacts["vantage"],
): Promise<VantageClient> {
  const client = await clientOf(createTwin({ estate, baseUrl: BASE }));
  const authority = await makeLoopbackAuthority();
  const vantage = await serveVantage(client.twin, { authority, standpoint });
  const resolver = (server = "system"): Resolver => resolverAt(vantage, server);
  const addresses = (name: string, server?: string): Promise<string> =>
    resolver(server)
      .resolve4(name)
      .then((found) => found.join(), codeOfError);
  const doorAt = (address: string): ServedDoor => {
    const door = vantage.doors().find((candidate) => candidate.address === address);
    if (door === undefined) throw new Error(`no door at ${address}`);
    return door;
  };
  const knock = async (name: string, path = "/"): Promise<Knock> =>
    ask(doorAt(await addresses(name)).at, name, authority.caPem, path);
  const close = (): Promise<void> => vantage.close();
  return { ...client, vantage, ca: authority.caPem, resolver, addresses, doorAt, knock, close };
}

function resolverAt(vantage: ServedVantage, server: string): Resolver {
  const served = vantage.dns.find((candidate) => candidate.server === server);
  if (served === undefined) throw new Error(`${server} can't be asked`);
  const resolver = new Resolver({ timeout: 300, tries: 1 });
  resolver.setServers([served.at]);
  return resolver;
}

/** The code of a network error. */
export function codeOfError(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}

/** One HTTPS request to a loopback port in a host's name, on a connection of its own unless an agent is given. */
export function ask(at: string, host: string, ca: string, path = "/", agent = new Agent()): Promise<Knock> {
  const [address = "", port = ""] = at.split(":");
  return new Promise((resolve, reject) => {
    const options = { host: address, port, path, ca, agent, servername: host, headers: { Host: host } };
    const asked = request(options, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      response.on("error", reject);
    });
    asked.on("error", reject);
    asked.end();
  });
}

/** The same, ended with the test that asks for it. */
export async function startForTest(
  estate: EstateDocument,
  standpoint?: EstateFacts["vantage"],
): Promise<VantageClient> {
  const client = await startVantage(estate, standpoint);
  onTestFinished(() => client.close());
  return client;
}
