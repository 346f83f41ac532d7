import type { Evidence } from "../snapshot/evidence.ts";
import type { PrivateEndpoint } from "../snapshot/private-endpoint.ts";
import { isSameId, nameOf } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";

/** What the machine this runs on can see at all. From the public side nothing private can be judged. */
export interface Standing {
  readonly sees: "private side" | "public side" | "not known";
  readonly why: string;
}

/** An address proves what a place only promises: a name that resolves to a private endpoint is seen from inside. */
export function standingOf(snapshot: Snapshot, evidence: Evidence): Standing {
  const proof = firstPrivateAnswer(snapshot, evidence);
  if (proof !== undefined) return { sees: "private side", why: proof };
  const { runner } = snapshot;
  switch (runner.is) {
    case "in a network":
      return byNetwork(snapshot, runner.network);
    case "outside":
      return { sees: "public side", why: runner.why };
    case "unknown":
      return { sees: "not known", why: `${runner.why}; runnerNetwork in the config says it` };
  }
}

function firstPrivateAnswer({ privateEndpoints }: Snapshot, { names }: Evidence): string | undefined {
  for (const { name, answer } of names) {
    const endpoint = privateEndpoints.find((e) => answer.is === "addresses" && holds(e, name, answer.addresses));
    if (endpoint !== undefined) return `${name} resolves to ${endpoint.name}`;
  }
  return undefined;
}

function holds(endpoint: PrivateEndpoint, name: string, addresses: readonly string[]): boolean {
  return endpoint.addresses.some((held) => held.name === name && addresses.includes(held.address));
}

function byNetwork(snapshot: Snapshot, id: string): Standing {
  const own = snapshot.networks.find((network) => isSameId(network.id, id));
  const near = [id, ...(own?.peers ?? [])];
  const isNear = snapshot.privateEndpoints.some((e) => near.some((network) => isSameId(network, e.network)));
  return isNear
    ? { sees: "private side", why: `it is in ${nameOf(id)}` }
    : { sees: "public side", why: `it is in ${nameOf(id)}, where no private endpoint can be reached` };
}
