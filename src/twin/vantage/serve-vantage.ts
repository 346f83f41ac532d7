import type { LoopbackAuthority } from "../certificate.ts";
import type { EstateFacts } from "../estate.ts";
import { openDnsListener } from "./dns-listener.ts";
import { DoorListeners } from "./door-listeners.ts";
import type { ServedDoor } from "./door-listeners.ts";
import { listNameServers, resolveAt } from "./name-servers.ts";
import { NetworkNow } from "./network-now.ts";
import type { LivingEstate } from "./network-now.ts";
import { standpointOf } from "./standpoint.ts";
import type { Standpoint } from "./standpoint.ts";

/** A name server that the standpoint can ask: `system`, `public` or an address, and where it is served. */
export interface ServedNameServer {
  readonly server: string;
  /** `127.0.0.1:<port>`, over UDP and TCP. */
  readonly at: string;
}

/** The network as somebody at one place sees it, on the loopback address. */
export interface ServedVantage {
  readonly standpoint: Standpoint;
  readonly dns: readonly ServedNameServer[];
  /** The doors that are served, as of the last refresh. What they answer is judged when they are asked. */
  doors(): readonly ServedDoor[];
  /** Opens a listener for each new address and closes those of addresses where nothing answers any more. */
  refresh(): Promise<void>;
  /** Ends every listener and every connection. */
  close(): Promise<void>;
}

export interface VantageOptions {
  readonly authority: LoopbackAuthority;
  /** Where somebody stands; without it, where the estate says. */
  readonly standpoint?: EstateFacts["vantage"];
}

/**
 * Serves what a standpoint sees of a twin's network. All answers come from its documents at the moment of the question.
 * Rejects with TwinFileError for a standpoint in a VNet that the estate does not have.
 */
export async function serveVantage(twin: LivingEstate, options: VantageOptions): Promise<ServedVantage> {
  const standpoint = standpointOf(twin.estate(), options.standpoint);
  const network = new NetworkNow(twin);
  const servers = await Promise.all(
    listNameServers(network.view(), standpoint).map(async (server) => ({
      server,
      listener: await openDnsListener((name) => resolveAt(network.view(), standpoint, server, name)),
    })),
  );
  const doors = new DoorListeners(options.authority, network, standpoint);
  await doors.refresh();
  return {
    standpoint,
    dns: servers.map(({ server, listener }) => ({ server, at: listener.at })),
    doors: () => doors.list(),
    refresh: () => doors.refresh(),
    close: async () => {
      await Promise.all([...servers.map(({ listener }) => listener.close()), doors.close()]);
    },
  };
}
