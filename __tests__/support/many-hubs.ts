/** Estates with more hubs than anybody would write by hand, for finding them only: their services are those of one hub. */
import type { ArmDocument, EstateDocument } from "../../src/twin/estate.ts";
import { find } from "./edit-estate.ts";

/** The estate with copies of its hub beside it: `hub-0000`, `hub-0001`, … */
export function withCopiesOfHub(estate: EstateDocument, copies: number): EstateDocument {
  const hub = find(estate, estate.hub);
  const copyOf = (_: unknown, i: number): ArmDocument => {
    const name = `hub-${String(i).padStart(4, "0")}`;
    return { ...hub, id: hub.id.replace(/[^/]+$/, name), name };
  };
  return { ...estate, resources: [...estate.resources, ...Array.from({ length: copies }, copyOf)] };
}

/** The ids of every workspace of kind hub, in any casing, in the order in which discovery gives them. */
export function hubIds({ resources }: EstateDocument): readonly string[] {
  const ids = resources.filter(isHub).map(({ id }) => id);
  return ids.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
}

function isHub({ id, kind }: ArmDocument): boolean {
  return /\/workspaces\/[^/]+$/i.test(id) && typeof kind === "string" && kind.toLowerCase() === "hub";
}

/** The estate with every hub turned into another kind of workspace. */
export function withoutHubs(estate: EstateDocument): EstateDocument {
  return { ...estate, resources: estate.resources.map((d) => (isHub(d) ? { ...d, kind: "Default" } : d)) };
}
