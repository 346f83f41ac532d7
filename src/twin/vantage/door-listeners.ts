import type { LoopbackAuthority } from "../certificate.ts";
import { answerAtDoor } from "./door-answer.ts";
import { openDoorListener } from "./door-listener.ts";
import type { DoorListener } from "./door-listener.ts";
import { findDoors } from "./doors.ts";
import type { NetworkNow } from "./network-now.ts";
import type { Standpoint } from "./standpoint.ts";

/** An address that accepts connections from the standpoint, and where it is served. */
export interface ServedDoor {
  readonly address: string;
  readonly port: 443;
  /** What its certificate is good for. */
  readonly names: readonly string[];
  /** `127.0.0.1:<port>`. */
  readonly at: string;
}

/** The listeners that are open, by address. */
export class DoorListeners {
  readonly #authority: LoopbackAuthority;
  readonly #network: NetworkNow;
  readonly #standpoint: Standpoint;
  readonly #open = new Map<string, DoorListener>();
  #last: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(authority: LoopbackAuthority, network: NetworkNow, standpoint: Standpoint) {
    this.#authority = authority;
    this.#network = network;
    this.#standpoint = standpoint;
  }

  list(): readonly ServedDoor[] {
    return [...this.#open].map(([address, door]) => ({ address, port: 443, names: door.names(), at: door.at }));
  }

  /** One at a time: two would open the same address twice. */
  refresh(): Promise<void> {
    this.#last = this.#settled().then(() => this.#refreshNow());
    return this.#last;
  }

  /** Ends every listener; a refresh after it opens nothing. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#settled();
    await this.#closeAll([...this.#open]);
  }

  #settled(): Promise<void> {
    return this.#last.catch(() => undefined);
  }

  async #refreshNow(): Promise<void> {
    if (this.#isClosed) return;
    const table = findDoors(this.#network.view(), this.#standpoint);
    await this.#closeAll([...this.#open].filter(([address]) => !table.has(address)));
    const wanted = [...table].map(([address, served]) => [address, served.map(({ name }) => name)] as const);
    await Promise.all(wanted.map(([address, names]) => this.#listenAt(address, names)));
  }

  async #closeAll(doors: readonly (readonly [address: string, door: DoorListener])[]): Promise<void> {
    for (const [address] of doors) this.#open.delete(address);
    await Promise.all(doors.map(([, door]) => door.close()));
  }

  async #listenAt(address: string, names: readonly string[]): Promise<void> {
    const there = this.#open.get(address);
    if (there !== undefined) {
      there.rename(names);
      return;
    }
    const door = await openDoorListener(this.#authority, names, {
      isThere: () => findDoors(this.#network.view(), this.#standpoint).has(address),
      answer: (request) => answerAtDoor(this.#network.view(), this.#standpoint, address, request),
    });
    this.#open.set(address, door);
  }
}
