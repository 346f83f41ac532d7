import { isPrivateAddress } from "../paths/names.ts";
import type { Pac, Vantage, World } from "../ports.ts";
import type { Browser } from "../snapshot/browser.ts";
import type { Asked, DoorTry, Evidence, GivenAnswer, Knock, NameHere } from "../snapshot/evidence.ts";
import { goesThrough, isHttpProxy, type PacFacts } from "../snapshot/proxy.ts";
import { mapBounded } from "./read-all.ts";

/** What whoever composes hands down of the machine, and of what somebody gave. */
export interface Given {
  readonly pac: Pac | undefined;
  readonly browsers: readonly Browser[];
  readonly answers: readonly GivenAnswer[];
  readonly clientRanges: readonly string[];
}

/** Nothing but what Azure and the network tell. */
export const nothingGiven: Given = { pac: undefined, browsers: [], answers: [], clientRanges: [] };

/** Looks at the network from here, and asks Azure what only a diagnosis wants to know. */
export async function gatherEvidence(
  { workspaces, networks, services }: Pick<World, "workspaces" | "networks" | "services">,
  vantage: Vantage,
  { asked, given }: { readonly asked: Asked; readonly given: Given },
): Promise<Evidence> {
  const [seen, waysIn, opinions, requiredZones] = await Promise.all([
    lookAround(vantage, given.pac, asked.names),
    mapBounded(asked.networks, async (network) => ({ network, ways: await networks.waysInto(network) })),
    mapBounded(asked.workspaces, async ({ id, name }) => ({
      workspace: id,
      name,
      opinions: await workspaces.opinions(id),
    })),
    mapBounded(asked.targets, async (target) => ({ target, zones: await services.requiredZones(target) })),
  ]);
  return {
    ...seen,
    browsers: given.browsers,
    waysIn,
    opinions,
    requiredZones,
    givenAnswers: given.answers,
    clientRanges: given.clientRanges,
  };
}

/** The network from here; it doesn't wait for what Azure takes its time to tell. */
async function lookAround(
  vantage: Vantage,
  given: Pac | undefined,
  asked: readonly string[],
): Promise<Pick<Evidence, "names" | "doors" | "proxy" | "pac">> {
  const [names, pac] = await Promise.all([
    mapBounded(asked, async (name): Promise<NameHere> => ({ name, answer: await vantage.resolve(name) })),
    askPac(given, asked),
  ]);
  return { names, doors: await knockAtDoors(vantage, names, pac), proxy: vantage.proxy, pac };
}

async function askPac(pac: Pac | undefined, names: readonly string[]): Promise<PacFacts | undefined> {
  if (pac === undefined) return undefined;
  const said = await mapBounded(names, async (name) => ({ name, route: await pac.route(name) }));
  return {
    source: pac.source,
    routes: said.flatMap(({ name, route }) =>
      route.is === "routes" ? [{ name, routes: route.routes, unanswered: route.unanswered }] : [],
    ),
    faults: said.flatMap(({ name, route }) => (route.is === "fails" ? [{ name, why: route.why }] : [])),
  };
}

/** Each name direct, where it resolves, and through every proxy that clients here would ask for it. */
async function knockAtDoors(
  vantage: Vantage,
  names: readonly NameHere[],
  pac: PacFacts | undefined,
): Promise<readonly DoorTry[]> {
  const tries = names.flatMap(({ name, answer }): readonly Pick<DoorTry, "name" | "by">[] => [
    ...(answer.is === "addresses"
      ? answer.addresses.map((address) => ({ name, by: { is: "direct", address } as const }))
      : []),
    ...proxiesFor(vantage, pac, name).map((at) => ({ name, by: { is: "proxy", at } as const })),
  ]);
  const knocked = await knockAll(vantage, tries);
  return [...knocked, ...(await knockAll(vantage, triesByAddress(names, knocked)))];
}

function knockAll(vantage: Vantage, tries: readonly Pick<DoorTry, "name" | "by">[]): Promise<readonly DoorTry[]> {
  return mapBounded(tries, async ({ name, by }) => ({ name, by, knock: await knockBy(vantage, name, by) }));
}

function knockBy(vantage: Vantage, name: string, by: DoorTry["by"]): Promise<Knock> {
  switch (by.is) {
    case "direct":
      return vantage.knock(name, by.address);
    case "proxy":
      return vantage.knockThrough(name, by.at);
    case "proxy by address":
      return vantage.knockThrough(name, by.at, by.address);
  }
}

/**
 * A name that opens through the proxy opens at the public endpoint too: TLS doesn't tell where the proxy went. Whether it
 * gets to the private address is asked besides.
 */
function triesByAddress(
  names: readonly NameHere[],
  knocked: readonly DoorTry[],
): readonly Pick<DoorTry, "name" | "by">[] {
  const opened = knocked.filter(({ by, knock }) => by.is === "proxy" && knock.is === "opened");
  return opened.flatMap(({ name, by }) => {
    const answer = names.find((one) => one.name === name)?.answer;
    const [address] = answer?.is === "addresses" ? answer.addresses.filter(isPrivateAddress) : [];
    return by.is !== "proxy" || address === undefined
      ? []
      : [{ name, by: { is: "proxy by address", at: by.at, address } as const }];
  });
}

function proxiesFor({ proxy }: Vantage, pac: PacFacts | undefined, name: string): readonly string[] {
  const byEnvironment = proxy !== undefined && goesThrough(proxy, name) ? [proxy.at] : [];
  // The first alone: whom else a PAC would ask after that one failed is not for this machine to connect to.
  const [first] = pac?.routes.find((route) => route.name === name)?.routes ?? [];
  const byPac = first?.is === "proxy" ? [first.at] : [];
  return [...new Set([...byEnvironment, ...byPac])].filter(isHttpProxy);
}
