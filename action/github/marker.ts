import { fingerprintOf } from "../../src/report/fingerprint.ts";

/** Names one thing of ours among all comments or issues of a repository. */
export interface Marker {
  readonly name: string;
}

/** What a marker says beside its name: a mark of what was told last. */
export interface Mark {
  readonly state: string | undefined;
}

/** The marker of everything about one hub; the id's case doesn't matter. */
export function markerOfHub(hubId: string): Marker {
  return { name: fingerprintOf([hubId]) };
}

/** The marker of what is told about a workflow's schedule. */
export function markerOfHeartbeat(workflow: string): Marker {
  return { name: `heartbeat:${fingerprintOf([workflow])}` };
}

/** A line that nobody sees. `state` is a fingerprint. */
export function writeMarker({ name }: Marker, state?: string): string {
  return `<!-- secure-foundry-hub:${name}${state === undefined ? "" : ` ${state}`} -->`;
}

/** Finds a marker on a line of its own: one that is quoted begins otherwise. */
export function readMarker({ name }: Marker, body: string | null | undefined): Mark | undefined {
  const line = new RegExp(`^<!-- secure-foundry-hub:${name}(?: ([0-9a-f]+))? -->\\s*$`, "m");
  const found = line.exec(body ?? "");
  return found === null ? undefined : { state: found[1] };
}
