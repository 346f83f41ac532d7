/** A machine with a PAC, and a proxy that stands somewhere in the twin's network. */
import type { Given } from "../../src/observe/evidence.ts";
import type { Pac, Vantage } from "../../src/ports.ts";
import type { EstateDocument, EstateFacts } from "../../src/twin/estate.ts";
import { textAt } from "../../src/twin/wire/json-fields.ts";
import type { TwinRun } from "../runbook/run-on-twin.ts";
import { find } from "./edit-estate.ts";
import { nothingGiven, twinVantage } from "./twin-vantage.ts";

export type Place = NonNullable<EstateFacts["vantage"]>;

export const outside: Place = { kind: "public", ip: "203.0.113.9" };

/** In the subnet of a private endpoint. */
export function besideEndpoint(estate: EstateDocument, endpoint: string): Place {
  const subnet = textAt(find(estate, `/privateEndpoints/${endpoint}`), "properties", "subnet", "id") ?? "";
  return { kind: "vnet", subnet };
}

export interface BehindPac {
  readonly vantage: Vantage;
  readonly given: Given;
}

/** The proxy resolves and connects as a machine where it stands does; one that stands nowhere refuses everything. */
export function behindPac(
  { twin }: TwinRun,
  pac: Pac,
  places: { readonly machine: Place; readonly proxy: Place | "nowhere" },
): BehindPac {
  const proxy = places.proxy === "nowhere" ? undefined : twinVantage(twin, places.proxy);
  const knockThrough: Vantage["knockThrough"] = async (name, _at, address) => {
    if (proxy === undefined) return { is: "not connected", why: "the proxy answers 502" };
    if (address !== undefined) {
      const knock = await proxy.knock(name, address);
      return knock.is === "opened" ? knock : { is: "not connected", why: "the proxy answers 502", status: 502 };
    }
    const answer = await proxy.resolve(name);
    if (answer.is !== "addresses") return { is: "not connected", why: "the proxy can't resolve it" };
    return proxy.knock(name, answer.addresses[0] ?? "");
  };
  return { vantage: { ...twinVantage(twin, places.machine), knockThrough }, given: { ...nothingGiven, pac } };
}
