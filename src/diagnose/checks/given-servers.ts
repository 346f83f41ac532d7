import { expectedNames, type ExpectedName } from "../../checks/dns/expected-names.ts";
import type { Finding } from "../../checks/finding.ts";
import { isWrong, judgeAnswer } from "../../checks/dns/judge-answer.ts";
import { wrongAnswer } from "../../checks/dns/wrong-answer.ts";
import type { GivenAnswer } from "../../snapshot/evidence.ts";
import { azureDns } from "../../snapshot/network.ts";
import { isPrivateAddress } from "../../paths/names.ts";
import { ofOwnServer } from "../elsewhere/given-answers.ts";
import type { Look } from "../look.ts";

/** SFH605 about a server of no network in sight: a stub, one on premises, a public one. */
export function otherServersAnswers({ snapshot, evidence }: Look): readonly Finding[] {
  const expected = expectedNames(snapshot);
  const ofOwn = ofOwnServer(snapshot);
  const others = evidence.givenAnswers.filter((given) => ofOwn(given).length === 0);
  const last = new Map(others.map((given) => [`${given.server} ${given.name}`, given]));
  return [...last.values()].flatMap((given) => {
    const held = expected.filter(({ name }) => name === given.name);
    const [first] = held;
    // Whose client asked isn't known: the address of any endpoint that has the name will do.
    const wrong = judgeAnswer(
      given.answer,
      held.map(({ address }) => address),
      snapshot.networks,
    );
    if (first === undefined || !isWrong(wrong)) return [];
    const found = wrongAnswer(snapshot, first, { who: whoIs(given), server: given.server, wrong, at: given.at });
    return [{ ...found, fix: fixFor(given, found.fix) }];
  });
}

function whoIs({ server }: GivenAnswer): string {
  return server === ""
    ? "A DNS server that isn't named"
    : `DNS server ${server}, which is none of the networks' servers,`;
}

function fixFor({ server }: GivenAnswer, fix: string): string {
  if (server === azureDns) {
    return `${azureDns} speaks for the network of the machine that asked: link the private zone to that network, or peer it with the endpoint's and ask by a server there.`;
  }
  if (/^127\.|^\[?::1/.test(server))
    return `That is a stub on the machine that asked: resolvectl status tells the server behind it. ${fix}`;
  if (server === "" || isPrivateAddress(server)) return fix;
  return `${server} is a public resolver, which sees no private zone: clients must ask the network's own DNS server. ${fix}`;
}

/** SFH605, unknown: a server that answers rightly here was noted to answer wrongly there. */
export function contradictions({ snapshot, evidence }: Look): readonly Finding[] {
  const expected = expectedNames(snapshot);
  return evidence.givenAnswers
    .flatMap(ofOwnServer(snapshot))
    .flatMap((given) => expected.flatMap((one) => contradiction(snapshot, one, given)));
}

function contradiction(snapshot: Look["snapshot"], expected: ExpectedName, given: GivenAnswer): readonly Finding[] {
  const { name, right, network } = expected;
  if (name !== given.name || !network.dnsServers.includes(given.server)) return [];
  const counts = snapshot.nameAnswers.find((a) => a.server === given.server && a.name === name);
  if (counts === undefined || judgeAnswer(counts.answer, right, snapshot.networks).is !== "right") return [];
  const wrong = judgeAnswer(given.answer, right, snapshot.networks);
  if (!isWrong(wrong)) return [];
  const who = `DNS server ${given.server} answers rightly (${counts.at ?? "asked from here"}), but elsewhere`;
  const found = wrongAnswer(snapshot, expected, { who, server: given.server, wrong, at: given.at, state: "unknown" });
  const fix = `Ask ${given.server} again from there: the note is old, or the server answers some clients otherwise. In that case: ${found.fix}`;
  return [{ ...found, fix }];
}
