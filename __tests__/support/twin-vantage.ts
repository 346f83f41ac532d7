/** The network as the twin's documents have it, seen from one place in it, without sockets. */
import type { Given } from "../../src/observe/evidence.ts";
import type { Vantage } from "../../src/ports.ts";
import type { EstateFacts } from "../../src/twin/estate.ts";
import { indexEstate } from "../../src/twin/reach/estate-index.ts";
import { viewNetwork } from "../../src/twin/reach/network-view.ts";
import type { Twin } from "../../src/twin/twin.ts";
import { findDoors, servedAs } from "../../src/twin/vantage/doors.ts";
import { resolveAt, systemServer } from "../../src/twin/vantage/name-servers.ts";
import { standpointOf } from "../../src/twin/vantage/standpoint.ts";

/** Nothing but what ARM and the network tell. */
export const nothingGiven: Given = { pac: undefined, browsers: [], answers: [], clientRanges: [] };

/** What a machine at the standpoint sees; where the estate says, by default. */
export function twinVantage(twin: Twin, place?: EstateFacts["vantage"]): Vantage {
  const estate = twin.estate();
  const standpoint = standpointOf(estate, place);
  const view = viewNetwork(indexEstate(estate));
  const doors = findDoors(view, standpoint);
  return {
    proxy: undefined,
    async resolve(name) {
      const { end } = resolveAt(view, standpoint, systemServer, name);
      if (end.kind === "timeout") return { is: "silent" };
      return end.kind === "nxdomain" ? { is: "nxdomain" } : { is: "addresses", addresses: end.addresses };
    },
    async knock(name, address) {
      const names = doors.get(address);
      if (names === undefined) return { is: "not connected", why: "timed out" };
      return servedAs(names, name) === undefined
        ? { is: "another certificate", why: `the certificate is for ${names.map((served) => served.name).join(", ")}` }
        : { is: "opened" };
    },
    knockThrough: async () => ({ is: "not connected", why: "no proxy there" }),
  };
}
