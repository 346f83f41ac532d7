import type { Vantage } from "../ports.ts";
import type { NameAnswer } from "../snapshot/network.ts";
import type { EstateFacts } from "../twin/estate.ts";
import { indexEstate } from "../twin/reach/estate-index.ts";
import type { NameAnswer as TwinAnswer } from "../twin/reach/name-answer.ts";
import { viewNetwork, type NetworkView } from "../twin/reach/network-view.ts";
import type { Twin } from "../twin/twin.ts";
import { findDoors, servedAs } from "../twin/vantage/doors.ts";
import { resolveAt, systemServer } from "../twin/vantage/name-servers.ts";
import { standpointOf, type Standpoint } from "../twin/vantage/standpoint.ts";

/**
 * The network as the twin's documents have it at the moment of the question, seen from one place in it, without sockets:
 * where the estate says, by default. There is no proxy in it.
 */
export function createTwinVantage(twin: Twin, place?: EstateFacts["vantage"]): Vantage {
  const look = (): Place => placeIn(twin, place);
  return {
    proxy: undefined,
    async resolve(name) {
      const { view, standpoint } = look();
      const { end } = resolveAt(view, standpoint, systemServer, name);
      return answerOfTwin(end);
    },
    async knock(name, address) {
      const { view, standpoint } = look();
      const names = findDoors(view, standpoint).get(address);
      if (names === undefined) return { is: "not connected", why: "timed out" };
      const served = names.map((one) => one.name).join(", ");
      return servedAs(names, name) === undefined
        ? { is: "another certificate", why: `the certificate is for ${served}` }
        : { is: "opened" };
    },
    knockThrough: async () => ({ is: "not connected", why: "there is no proxy" }),
  };
}

/** A name server's answer as the twin has it, as the engine has it. */
export function answerOfTwin(answer: TwinAnswer): NameAnswer["answer"] {
  switch (answer.kind) {
    case "timeout":
      return { is: "silent" };
    case "nxdomain":
      return { is: "nxdomain" };
    default:
      return { is: "addresses", addresses: answer.addresses };
  }
}

interface Place {
  readonly view: NetworkView;
  readonly standpoint: Standpoint;
}

function placeIn(twin: Twin, place: EstateFacts["vantage"]): Place {
  const estate = twin.estate();
  return { view: viewNetwork(indexEstate(estate)), standpoint: standpointOf(estate, place ?? estate.facts.vantage) };
}
