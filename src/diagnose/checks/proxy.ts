import { finding, type Finding } from "../../checks/finding.ts";
import { whoGoesThrough, type GoingThrough, type ProxySettings } from "../../snapshot/proxy.ts";
import { grouped } from "../../grouped.ts";
import type { DiagnosisCheck, Look } from "../look.ts";
import { privateNamesHere, proxiedTry, rightTries, whyElsewhere, type PrivateName } from "../private-names.ts";

/** Where managed identities get their tokens: the same in every cloud. */
const identityEndpoint = "169.254.169.254";

/** SFH704 and SFH705, of the proxy that the environment names. */
export const checkProxy: DiagnosisCheck = (look) => {
  const { proxy } = look.evidence;
  return proxy === undefined ? [] : [...inTheWay(look, proxy), ...identityThroughProxy(look, proxy)];
};

/**
 * What the proxy does with private names says something only where this machine sees the private side: elsewhere it
 * leads to the public endpoint as it should. A name that some clients send through and others don't stays unknown, and
 * so does one for a proxy that can't be asked from here.
 */
function inTheWay(look: Look, proxy: ProxySettings): readonly Finding[] {
  if (look.standing.sees !== "private side") return [];
  const sent = privateNamesHere(look).map((name) => ({
    ...{ name, who: whoGoesThrough(proxy, name.name), fault: faultOf(name, proxy, look) },
  }));
  const faulty = (who: GoingThrough): readonly Faulty[] =>
    sent.flatMap((one) => (one.who === who && one.fault !== undefined ? [{ ...one, fault: one.fault }] : []));
  const surely = faulty("every client").filter(({ fault }) => fault.is === "fails");
  const perhaps = [
    ...faulty("some clients"),
    ...faulty("every client").filter(({ fault }) => fault.is === "not asked"),
  ];
  return [...sayOf(surely, "open", look, proxy), ...sayOf(perhaps, "unknown", look, proxy)];
}

interface Faulty {
  readonly name: PrivateName;
  readonly who: GoingThrough;
  readonly fault: Fault;
}

interface Fault {
  readonly is: "fails" | "not asked";
  readonly why: string;
}

function faultOf(name: PrivateName, proxy: ProxySettings, look: Look): Fault | undefined {
  const knock = proxiedTry(name, look)?.knock;
  if (knock === undefined) return { is: "not asked", why: "only HTTP proxies can be asked from here" };
  if (knock.is !== "opened") return { is: "fails", why: knock.why };
  const why = whyElsewhere(name, proxy.at, look);
  return why === undefined ? undefined : { is: "fails", why };
}

function sayOf(
  faulty: readonly Faulty[],
  state: "open" | "unknown",
  { snapshot }: Look,
  proxy: ProxySettings,
): readonly Finding[] {
  if (faulty.length === 0) return [];
  const told = grouped(faulty, (one) => describeFault(one)).map(
    (group) => `${group.map(({ name }) => name.name).join(", ")}: ${group.slice(0, 1).map(describeFault).join("")}`,
  );
  return [
    finding("SFH704", {
      resourceId: snapshot.hub.id,
      subject: state === "open" ? proxy.variable : `${proxy.variable} for some`,
      state,
      detail: `Through ${proxy.at}, which ${proxy.variable} names: ${told.join(". ")}.`,
      fix: `Set NO_PROXY=${[...proxy.except, ...faulty.map(({ name }) => name.name)].join(",")}, or let the proxy ask Azure DNS (168.63.129.16) for these names, by a forwarder in the endpoint's network, and connect to it.`,
    }),
  ];
}

function describeFault({ name, who, fault }: Faulty): string {
  const doubt = who === "some clients" ? "; not every client sends it there, by how each reads the variables" : "";
  return `${fault.why}; ${describeDirect(name)}${doubt}`;
}

function describeDirect(name: PrivateName): string {
  const tries = rightTries(name);
  if (tries.length === 0) return "direct wasn't tried, since it doesn't resolve to the private endpoint here";
  return tries.every(({ knock }) => knock.is === "opened") ? "direct it opens" : "direct it fails too";
}

/**
 * Only where a managed identity is what one would sign in with: on a machine that the config says is in a network of
 * yours. A laptop has none, and a hosted runner signs in with its workflow's token.
 */
function identityThroughProxy({ snapshot }: Look, proxy: ProxySettings): readonly Finding[] {
  const { runner, hub } = snapshot;
  const who = whoGoesThrough(proxy, identityEndpoint);
  if (runner.is !== "in a network" || who === "no client") return [];
  return [
    finding("SFH705", {
      resourceId: hub.id,
      subject: proxy.variable,
      state: who === "every client" ? "open" : "unknown",
      detail: `${proxy.variable} names ${proxy.at}, and NO_PROXY doesn't except ${identityEndpoint}${who === "every client" ? "" : " for every client"}.`,
      fix: `Set NO_PROXY=${[...proxy.except, identityEndpoint].join(",")}.`,
    }),
  ];
}
