import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSameId, parentOf } from "../../src/twin/reach/arm-id.ts";
import { doorKey } from "../../src/twin/reach/door.ts";
import { namesOfDoor } from "../../src/twin/reach/door-names.ts";
import { documentsOf, indexEstate } from "../../src/twin/reach/estate-index.ts";
import { askServer } from "../../src/twin/reach/name-server.ts";
import { answerPublic } from "../../src/twin/reach/name-answer.ts";
import type { NameAnswer } from "../../src/twin/reach/name-answer.ts";
import { viewNetwork } from "../../src/twin/reach/network-view.ts";
import type { NetworkView } from "../../src/twin/reach/network-view.ts";
import { computeReach } from "../../src/twin/reach/reach.ts";
import type { Door, Reach, ReachOrigin } from "../../src/twin/reach/reach.ts";
import { findNamedDoors } from "../../src/twin/reach/public-names.ts";
import { resolveInVnet } from "../../src/twin/reach/vnet-names.ts";
import { answerAtDoor } from "../../src/twin/vantage/door-answer.ts";
import { listNameServers, resolveAt } from "../../src/twin/vantage/name-servers.ts";
import { standpointOf, vnetOf } from "../../src/twin/vantage/standpoint.ts";
import type { Standpoint } from "../../src/twin/vantage/standpoint.ts";
import { anyEstate } from "../support/random-estates.ts";

const outside: Standpoint = { kind: "public", ip: "198.51.100.200" };

/** Outside, and in each VNet: in a subnet that rules list, and in one that none does. */
function standpointsOf(view: NetworkView): readonly Standpoint[] {
  const subnets = documentsOf(view, "Microsoft.Network/virtualNetworks").flatMap(({ id }) =>
    ["snet-apps", "snet-nobody"].map((name) => `${id}/subnets/${name}`),
  );
  return [outside, ...subnets.map((subnet) => standpointOf(view.estate, { kind: "vnet", subnet }))];
}

/** Whether a client at the standpoint gets an answer of the service under every name of the door. */
function isOpenAt(view: NetworkView, standpoint: Standpoint, door: Door): boolean {
  const names = namesOfDoor(view, door);
  const isNameOpen = (name: string): boolean => {
    const { end } = resolveAt(view, standpoint, "system", name);
    if (end.kind !== "addresses") return false;
    const answers = end.addresses.map((at) => answerAtDoor(view, standpoint, at, { host: name, path: "/" }));
    return answers.every((answer) => answer !== undefined && answer.status !== 403);
  };
  return names.length > 0 && names.every(isNameOpen);
}

/** Whether the reach table lets this standpoint in: as its subnet where some rule lists it, else as its VNet. */
function isReached(table: readonly Reach[], standpoint: Standpoint, door: Door): boolean {
  const rowOf = (kind: ReachOrigin["kind"], id: string): Reach | undefined =>
    table.find(
      (reach) => doorKey(reach.door) === doorKey(door) && reach.origin.kind === kind && isSameId(reach.origin.id, id),
    );
  if (standpoint.kind === "public") return rowOf("internet", "public internet")?.isOpen === true;
  const row = rowOf("subnet", standpoint.subnet) ?? rowOf("vnet", parentOf(standpoint.subnet));
  return row?.isOpen === true;
}

describe("a vantage, on any estate", () => {
  it("resolves as the reach table does, from every standpoint and every server", () => {
    fc.assert(
      fc.property(anyEstate, ({ estate }) => {
        const view = viewNetwork(indexEstate(estate));
        const names = findNamedDoors(view).flatMap((door) => door.names);
        for (const standpoint of standpointsOf(view)) {
          const vnet = vnetOf(standpoint);
          const answerOf = (server: string, name: string): NameAnswer => {
            if (server === "public" || vnet === undefined) return answerPublic(name);
            return server === "system" ? resolveInVnet(view, vnet, name) : askServer(view, server, name, vnet);
          };
          const asked = listNameServers(view, standpoint).flatMap((server) =>
            names.map((name) => [server, name] as const),
          );
          const served = asked.map(([server, name]) => resolveAt(view, standpoint, server, name).end);
          expect(served).toEqual(asked.map(([server, name]) => answerOf(server, name)));
        }
      }),
      { numRuns: 100 },
    );
  });

  it("lets a client in exactly where the reach table says so", () => {
    fc.assert(
      fc.property(anyEstate, ({ estate }) => {
        const view = viewNetwork(indexEstate(estate));
        const table = computeReach(estate);
        const doors = [...new Map(table.map(({ door }) => [doorKey(door), door])).values()];
        for (const standpoint of standpointsOf(view)) {
          const served = doors.map((door) => [door, isOpenAt(view, standpoint, door)] as const);
          const expected = doors.map((door) => [door, isReached(table, standpoint, door)] as const);
          expect(served).toEqual(expected);
        }
      }),
      { numRuns: 100 },
    );
  });
});
