import type { Evidence } from "../snapshot/evidence.ts";
import type { PrivateEndpoint } from "../snapshot/private-endpoint.ts";

/** A name that this machine resolves to a private endpoint. */
export interface PrivateAnswer {
  readonly name: string;
  readonly endpoint: PrivateEndpoint;
}

/** What this machine resolves to one of the endpoints, in the order of the names: seen from inside, then. */
export function privateAnswers(
  endpoints: readonly PrivateEndpoint[],
  { names }: Pick<Evidence, "names">,
): readonly PrivateAnswer[] {
  return names.flatMap(({ name, answer }) => {
    if (answer.is !== "addresses") return [];
    const held = endpoints.filter((endpoint) => holds(endpoint, name, answer.addresses));
    return held.map((endpoint) => ({ name, endpoint }));
  });
}

function holds(endpoint: PrivateEndpoint, name: string, addresses: readonly string[]): boolean {
  return endpoint.addresses.some((held) => held.name.toLowerCase() === name && addresses.includes(held.address));
}
