import { finding, type Finding, type FindingDetails } from "../../checks/finding.ts";
import { isPrivateAddress } from "../../paths/names.ts";
import { whoGoesThrough } from "../../snapshot/proxy.ts";
import { idKey, isSameId } from "../../snapshot/resource-id.ts";
import { grouped } from "../../grouped.ts";
import type { DiagnosisCheck, Look } from "../look.ts";
import {
  isOpenedElsewhere,
  isPublic,
  privateNamesHere,
  proxiedTry,
  rightTries,
  type PrivateName,
} from "../private-names.ts";
import { unreadNamesHere } from "../unread-names.ts";
import { otherCertificates } from "../other-certificates.ts";

/** SFH701 to SFH703. From the public side nothing private is judged: a public answer or a shut door is right there. */
export const checkFromHere: DiagnosisCheck = (look) => {
  if (look.standing.sees !== "private side") return otherCertificates(look, []);
  const names = privateNamesHere(look);
  const asked = names.filter((one) => !isAskedOfProxy(one, look) && !isPublicToNeighbour(one, look));
  return [
    ...byEndpoint(asked, (those) => resolvedElsewhere(those, look)),
    ...byEndpoint(asked, notConnected),
    ...byEndpoint(names, anotherCertificate),
    ...unreadNamesHere(look),
    ...otherCertificates(look, names),
  ];
};

/** Where every client asks the proxy and gets in, it doesn't matter what the machine itself resolves and reaches. */
function isAskedOfProxy(name: PrivateName, look: Look): boolean {
  const { proxy } = look.evidence;
  if (proxy === undefined || whoGoesThrough(proxy, name.name) !== "every client") return false;
  return proxiedTry(name, look)?.knock.is === "opened" && !isOpenedElsewhere(name);
}

/** A network next to the endpoint's needn't use it: where the public door is open to everybody, it may. */
function isPublicToNeighbour(name: PrivateName, look: Look): boolean {
  const { runner } = look.snapshot;
  const isNeighbour = runner.is === "in a network" && !isSameId(runner.network, name.endpoint.network);
  const { answer } = name;
  const isPublicAnswer = answer.is === "addresses" && !answer.addresses.some(isPrivateAddress);
  return isNeighbour && isPublicAnswer && isPublic(name, look);
}

/** One finding of a kind for an endpoint, with all its names. */
function byEndpoint(
  names: readonly PrivateName[],
  check: (names: readonly PrivateName[]) => readonly Finding[],
): readonly Finding[] {
  return grouped(names, ({ endpoint }) => idKey(endpoint.id)).flatMap(check);
}

/**
 * A resolver that answers nothing at all, or is waited for in vain, says nothing of names. One that answers others and
 * not this one is what an unreachable forwarder looks like.
 */
function resolvedElsewhere(names: readonly PrivateName[], look: Look): readonly Finding[] {
  const wrong = names.filter(({ answer, expected }) => !isRight(answer, expected));
  const isMute = look.evidence.names.every(({ answer }) => answer.is === "silent");
  return say("SFH701", wrong, {
    ...(isMute ? { state: "unknown" as const } : {}),
    tell: ({ name, answer, expected }) =>
      `${name} ${describeAnswer(answer)} here instead of ${expected.join(" or ")}, where private endpoint ${endpointOf(wrong)} is`,
    fix: fixOfNames(wrong, look),
  });
}

function notConnected(names: readonly PrivateName[]): readonly Finding[] {
  return say(
    "SFH702",
    names.filter((name) => rightTries(name).some(({ knock }) => knock.is === "not connected")),
    { tell: (name) => describeTries(name, "not connected") },
  );
}

function anotherCertificate(names: readonly PrivateName[]): readonly Finding[] {
  return say(
    "SFH703",
    names.filter((name) => rightTries(name).some(({ knock }) => knock.is === "another certificate")),
    { tell: (name) => describeTries(name, "another certificate") },
  );
}

function describeTries(name: PrivateName, is: "not connected" | "another certificate"): string {
  return rightTries(name)
    .flatMap(({ by, knock }) =>
      by.is === "direct" && knock.is !== "opened" && knock.is === is
        ? [`${name.name} at ${by.address}, port 443: ${knock.why}`]
        : [],
    )
    .join("; ");
}

function say(
  code: "SFH701" | "SFH702" | "SFH703",
  names: readonly PrivateName[],
  { tell, ...details }: Pick<FindingDetails, "state" | "fix"> & { readonly tell: (name: PrivateName) => string },
): readonly Finding[] {
  const [first] = names;
  if (first === undefined) return [];
  return [finding(code, { ...details, resourceId: first.endpoint.id, detail: `${names.map(tell).join("; ")}.` })];
}

function isRight(answer: PrivateName["answer"], expected: readonly string[]): boolean {
  // One wrong address among right ones is wrong for whoever picks it.
  return answer.is === "addresses" && answer.addresses.every((address) => expected.includes(address));
}

function describeAnswer(answer: PrivateName["answer"]): string {
  switch (answer.is) {
    case "addresses": {
      const kind = answer.addresses.some(isPrivateAddress) ? "" : "the public address ";
      return `resolves to ${kind}${answer.addresses.join(", ")}`;
    }
    case "nxdomain":
      return "has no address (NXDOMAIN)";
    case "silent":
      return "gets no answer from this machine's resolver";
  }
}

function endpointOf([first]: readonly PrivateName[]): string {
  return first?.endpoint.name ?? "";
}

/** Whom to ask instead: the servers of the endpoint's network, or Azure DNS, which only that network can ask. */
function fixOfNames([first]: readonly PrivateName[], { snapshot }: Look): string {
  const network = snapshot.networks.find(({ id }) => first !== undefined && isSameId(id, first.endpoint.network));
  const hosts = "and take these names out of its hosts file if they are there";
  if (network === undefined) return `Let this machine ask the DNS of the endpoint's network, ${hosts}.`;
  return network.dnsServers.length > 0
    ? `Let this machine ask ${network.dnsServers.join(" or ")}, the DNS of ${network.name}, ${hosts}.`
    : `Let this machine ask what asks Azure DNS (168.63.129.16) from inside ${network.name}: a forwarder or a DNS private resolver there, or Azure DNS itself on a machine in it; ${hosts}.`;
}
