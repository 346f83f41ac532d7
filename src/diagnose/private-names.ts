import { isServed } from "../paths/served-names.ts";
import type { DoorTry } from "../snapshot/evidence.ts";
import type { NameAnswer } from "../snapshot/network.ts";
import type { PrivateEndpoint } from "../snapshot/private-endpoint.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { Look } from "./look.ts";

/** One name of private endpoints that this machine should reach, with what it saw of it. */
export interface PrivateName {
  /** Lower case. */
  readonly name: string;
  /** The first that holds it, for who must be named. */
  readonly endpoint: PrivateEndpoint;
  /** Of every endpoint near that holds it: two in one network share a zone, and the last one written is its answer. */
  readonly expected: readonly string[];
  readonly answer: NameAnswer["answer"];
  readonly tries: readonly DoorTry[];
  /** The proxy that the environment names, if it names one. */
  readonly proxy: string | undefined;
}

/**
 * The names that can be judged from here: those of Approved endpoints in networks that this machine should reach. What an
 * endpoint elsewhere holds may be public here with good reason. A wildcard is never asked.
 */
export function privateNamesHere({ snapshot, evidence, standing }: Look): readonly PrivateName[] {
  const near = snapshot.privateEndpoints.filter(
    ({ status, network }) => status === "Approved" && standing.near.some((id) => isSameId(id, network)),
  );
  return evidence.names.flatMap(({ name, answer }) => {
    const held = near.flatMap((endpoint) =>
      endpoint.addresses.filter((one) => one.name.toLowerCase() === name).map(({ address }) => ({ endpoint, address })),
    );
    const [first] = held;
    if (first === undefined || (answer.is === "nxdomain" && !isServed(snapshot, first.endpoint, name))) return [];
    const tries = evidence.doors.filter((door) => door.name === name);
    return [
      {
        name,
        endpoint: first.endpoint,
        expected: held.map(({ address }) => address),
        answer,
        tries,
        proxy: evidence.proxy?.at,
      },
    ];
  });
}

/** Whether the service's public door lets everybody in: then clients get in, whichever way. */
export function isPublic({ endpoint }: PrivateName, { snapshot }: Look): boolean {
  const access = snapshot.services.find(({ id }) => isSameId(id, endpoint.target))?.publicAccess;
  return access?.state === "enabled" && access.defaultAction === "allow";
}

/** Direct tries at an address that the name should lead to. */
export function rightTries({ tries, expected }: PrivateName): readonly DoorTry[] {
  return tries.filter(({ by }) => by.is === "direct" && expected.includes(by.address));
}

/** What came of asking the environment's proxy for the name; undefined where it wasn't asked. */
export function proxiedTry({ tries }: PrivateName, { evidence }: Look): DoorTry | undefined {
  return tries.find(({ by }) => by.is === "proxy" && by.at === evidence.proxy?.at);
}

/** Whether a proxy opens the name and yet doesn't get to its private address: it went somewhere else. */
export function isOpenedElsewhere(name: PrivateName, at: string | undefined = name.proxy): boolean {
  const { tries, expected } = name;
  return tries.some(
    ({ by, knock }) =>
      by.is === "proxy by address" &&
      by.at === at &&
      expected.includes(by.address) &&
      knock.is === "not connected" &&
      gatewayFaults.includes(knock.status ?? 0),
  );
}

/** What a proxy answers that can't connect. A refusal of addresses as such (403) tells nothing of where it gets. */
const gatewayFaults: readonly number[] = [502, 503, 504];

/** Why that is no good: undefined where it isn't so, and where the public door lets everybody in, whichever way. */
export function whyElsewhere(name: PrivateName, at: string, look: Look): string | undefined {
  if (!isOpenedElsewhere(name, at) || isPublic(name, look)) return undefined;
  return `it opens, but not at ${name.expected.join(" or ")}, where the proxy doesn't get to: at the public endpoint`;
}
