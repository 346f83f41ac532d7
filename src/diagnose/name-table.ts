import { doorOf } from "../paths/doors.ts";
import { isPrivateAddress, resolveName, type Resolution } from "../paths/names.ts";
import { addressesOf, nearEndpoints } from "../paths/near-endpoints.ts";
import { isServed } from "../paths/served-names.ts";
import { isNear, type NameAnswer, type VirtualNetwork } from "../snapshot/network.ts";
import type { PrivateEndpoint } from "../snapshot/private-endpoint.ts";
import { isSameId } from "../snapshot/resource-id.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Look } from "./look.ts";

/** What one name resolves to for somebody, held against the private endpoint's addresses. */
export interface NameSaid {
  readonly from: string;
  readonly said: string;
  readonly is: "right" | "wrong" | "not known";
}

/** One name of a customer private endpoint with every answer there is. */
export interface NameRow {
  readonly name: string;
  readonly endpoint: string;
  readonly expected: readonly string[];
  readonly answers: readonly NameSaid[];
}

/**
 * Every name of every customer private endpoint, as the networks that reach it resolve it, each of their servers, this
 * machine, and whoever was asked elsewhere.
 */
export function nameTable(look: Look): readonly NameRow[] {
  return look.snapshot.privateEndpoints.flatMap((endpoint) =>
    [...new Set(endpoint.addresses.map(({ name }) => name))].map((name) => ({
      name,
      endpoint: endpoint.name,
      expected: addressesOf(endpoint, name),
      answers: answersFor(look, endpoint, name),
    })),
  );
}

/** What becomes of a name that the service doesn't answer to is no matter: the answers are told and not judged. */
function answersFor(look: Look, endpoint: PrivateEndpoint, name: string): readonly NameSaid[] {
  const answers = [
    ...byNetworks(look.snapshot, endpoint, name),
    ...byServers(look, endpoint, name),
    ...fromHere(look, name),
    ...given(look, name),
  ];
  return isServed(look.snapshot, endpoint, name) ? answers : answers.map((one) => ({ ...one, is: "not known" }));
}

/** The endpoint's network and those peered with it, where they ask Azure DNS. */
function byNetworks(snapshot: Snapshot, endpoint: PrivateEndpoint, name: string): readonly NameSaid[] {
  return reaching(snapshot, endpoint)
    .filter(({ dnsServers }) => dnsServers.length === 0)
    .map((network) => {
      const resolution = resolveName(snapshot, network, doorOf(snapshot, endpoint), name);
      const isOwn = isSameId(network.id, endpoint.network);
      const from = `${network.name} (Azure DNS)`;
      return { from, ...judgeResolution(snapshot, network, name, resolution, isOwn) };
    });
}

function reaching(snapshot: Snapshot, endpoint: PrivateEndpoint): readonly VirtualNetwork[] {
  return snapshot.networks.filter((network) => isNear(network, endpoint.network));
}

/** A peered network needn't use the endpoint: the public answer is wrong only where the endpoint is. */
function judgeResolution(
  snapshot: Snapshot,
  network: VirtualNetwork,
  name: string,
  resolution: Resolution,
  isOwn: boolean,
): Pick<NameSaid, "said" | "is"> {
  switch (resolution.is) {
    case "public":
      return { said: "the public address", is: isOwn ? "wrong" : "not known" };
    case "nxdomain":
      return { said: `NXDOMAIN (${resolution.zone} has no record)`, is: "wrong" };
    case "unknown":
      return { said: resolution.text, is: "not known" };
    case "private": {
      const right = nearEndpoints(snapshot, network, name).flatMap((near) => addressesOf(near, name));
      const isRight = resolution.addresses.every((address) => right.includes(address));
      return { said: resolution.addresses.join(", "), is: isRight ? "right" : "wrong" };
    }
  }
}

/** What the custom servers of the networks that reach the endpoint answered here. */
function byServers({ snapshot, evidence }: Look, endpoint: PrivateEndpoint, name: string): readonly NameSaid[] {
  const servers = new Set(reaching(snapshot, endpoint).flatMap(({ dnsServers }) => dnsServers));
  const isGiven = (server: string): boolean =>
    evidence.givenAnswers.some((g) => g.server === server && g.name === name);
  return snapshot.nameAnswers
    .filter((a) => servers.has(a.server) && a.name === name && !isGiven(a.server))
    .map(({ server, answer }) => ({ from: server, ...judgeAnswer(snapshot, name, answer, true) }));
}

function fromHere({ snapshot, evidence, standing }: Look, name: string): readonly NameSaid[] {
  const answer = evidence.names.find((here) => here.name === name)?.answer;
  if (answer === undefined) return [];
  return [{ from: "this machine", ...judgeAnswer(snapshot, name, answer, standing.sees === "private side") }];
}

/** From which side a server was asked that belongs to no network in sight isn't told. */
function given({ snapshot, evidence }: Look, name: string): readonly NameSaid[] {
  const servers = new Set(snapshot.networks.flatMap(({ dnsServers }) => dnsServers));
  return evidence.givenAnswers
    .filter((one) => one.name === name)
    .map(({ server, at, answer }) => ({
      from: `${server} (${at})`,
      ...judgeAnswer(snapshot, name, answer, servers.has(server)),
    }));
}

/** A public answer on the public side is as it should be. A private address that no endpoint holds is wrong anywhere. */
function judgeAnswer(
  { privateEndpoints }: Snapshot,
  name: string,
  answer: NameAnswer["answer"],
  isInside: boolean,
): Pick<NameSaid, "said" | "is"> {
  if (answer.is === "silent") return { said: "no answer", is: "not known" };
  if (answer.is === "nxdomain") return { said: "NXDOMAIN", is: isInside ? "wrong" : "not known" };
  const right = privateEndpoints.flatMap((endpoint) => addressesOf(endpoint, name));
  const said = answer.addresses.join(", ");
  if (answer.addresses.length > 0 && answer.addresses.every((address) => right.includes(address))) {
    return { said, is: "right" };
  }
  return { said, is: isInside || answer.addresses.some(isPrivateAddress) ? "wrong" : "not known" };
}
