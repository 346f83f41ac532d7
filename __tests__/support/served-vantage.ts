/** The engine's own view of a network that a twin serves on the loopback address: real DNS, real TLS. */
import { Resolver } from "node:dns/promises";
import { connect, isIP, Socket } from "node:net";
import { onTestFinished } from "vitest";
import type { Vantage } from "../../src/ports.ts";
import type { LoopbackAuthority } from "../../src/twin/certificate.ts";
import type { EstateFacts } from "../../src/twin/estate.ts";
import type { Twin } from "../../src/twin/twin.ts";
import { serveVantage } from "../../src/twin/vantage/serve-vantage.ts";
import type { OpenSocket } from "../../src/vantage/open-socket.ts";
import { createVantage, type VantageOptions } from "../../src/vantage/vantage.ts";
import { startProxyForTest, type ConnectProxy } from "./connect-proxy.ts";

type Standpoint = EstateFacts["vantage"];

/** What somebody at one place is handed of the network there. */
export interface ServedView {
  /** The machine there, with what a test says of it besides. */
  readonly vantage: (options?: Partial<VantageOptions>) => Vantage;
  /** Which loopback port answers at an address; undefined: none. */
  readonly doorAt: (address: string) => string | undefined;
  /** The first address of a name for whoever stands there; undefined: none. */
  readonly addressOf: (name: string) => Promise<string | undefined>;
}

/** Serves what somebody there sees, until the test has finished. Two views of one world share whom they trust. */
export async function viewFrom(twin: Twin, standpoint: Standpoint, authority: LoopbackAuthority): Promise<ServedView> {
  const served = await serveVantage(twin, { authority, standpoint });
  onTestFinished(() => served.close());
  const resolver = new Resolver({ timeout: 300, tries: 1 });
  resolver.setServers(served.dns.filter(({ server }) => server === "system").map(({ at }) => at));
  const doorAt = (address: string): string | undefined => served.doors().find((door) => door.address === address)?.at;
  const lookup = (name: string): Promise<readonly string[]> => resolver.resolve4(name);
  return {
    vantage: (options = {}) =>
      createVantage({ proxy: undefined, ca: authority.caPem, lookup, openSocket: tableOf(doorAt), ...options }),
    doorAt,
    addressOf: (name) =>
      lookup(name).then(
        ([first]) => first,
        () => undefined,
      ),
  };
}

/** What has a row is where the table says; the loopback address is itself; to everything else there is no route. */
export function tableOf(doorAt: (address: string) => string | undefined): OpenSocket {
  return (place) => {
    if (place.host === "127.0.0.1") return connect(place);
    const [host = "", port = ""] = doorAt(place.host)?.split(":") ?? [];
    if (host !== "") return connect({ host, port: Number(port) });
    return new Socket().destroy(Object.assign(new Error("no route"), { code: "EHOSTUNREACH" }));
  };
}

/** A proxy that stands at that place: it resolves for itself, connects where one can from there, and else answers 502. */
export function proxyAt({ addressOf, doorAt }: ServedView, login?: string): Promise<ConnectProxy> {
  return startProxyForTest({
    way: async (host) => doorAt(isIP(host) === 0 ? ((await addressOf(host)) ?? "") : host) ?? 502,
    ...(login === undefined ? {} : { login }),
  });
}
