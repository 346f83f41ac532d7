import { doorOf } from "../../paths/doors.ts";
import { resolveByAzure } from "../../paths/names.ts";
import { azureDns } from "../../snapshot/network.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { finding, type Check, type Finding } from "../finding.ts";
import { customServers, expectedNames, unansweredOf, type CustomServer, type ExpectedName } from "./expected-names.ts";
import { isWrong, judgeAnswer, type Judgement } from "./judge-answer.ts";
import { nslookupLine } from "./nslookup-line.ts";
import { wrongAnswer } from "./wrong-answer.ts";

/** SFH605 and SFH606: each custom DNS server answers each name of the private endpoints in the networks that ask it. */
export const checkCustomServers: Check = (snapshot) => [
  ...expectedNames(snapshot).flatMap((expected) => wrongAnswers(snapshot, expected)),
  ...customServers(snapshot).flatMap((server) => withoutAnswer(snapshot, server)),
];

function wrongAnswers(snapshot: Snapshot, expected: ExpectedName): readonly Finding[] {
  return [...new Set(expected.network.dnsServers)].flatMap((server) => {
    const said = server === azureDns ? azuresAnswer(snapshot, expected) : answerOf(snapshot, expected, server);
    if (said === undefined || !isWrong(said.judgement)) return [];
    const who = `In ${expected.network.name}, DNS server ${server}`;
    return [wrongAnswer(snapshot, expected, { who, server, wrong: said.judgement, at: said.at })];
  });
}

interface Judged {
  readonly judgement: Judgement;
  /** Where it was noted; undefined for what was asked from here. */
  readonly at: string | undefined;
}

function answerOf(snapshot: Snapshot, { name, right }: ExpectedName, server: string): Judged | undefined {
  const said = snapshot.nameAnswers.find((a) => a.server === server && a.name === name);
  return said === undefined
    ? undefined
    : { judgement: judgeAnswer(said.answer, right, snapshot.networks), at: said.at };
}

/** What Azure's own DNS says to clients there follows from the zones: asked from here it would speak of another network. */
function azuresAnswer(snapshot: Snapshot, { endpoint, network, name, right }: ExpectedName): Judged | undefined {
  // Azure-provided alone has findings of its own, which say more.
  if (network.dnsServers.every((server) => server === azureDns)) return undefined;
  const resolution = resolveByAzure(snapshot, network, doorOf(snapshot, endpoint), name);
  const at = undefined;
  switch (resolution.is) {
    case "unknown":
      return undefined;
    case "nxdomain":
      return { judgement: { is: "nxdomain" }, at };
    case "public":
      return { judgement: { is: "public", addresses: [] }, at };
    case "private":
      return {
        judgement: judgeAnswer({ is: "addresses", addresses: resolution.addresses }, right, snapshot.networks),
        at,
      };
  }
}

/** One finding a server, however many networks ask it. What isn't known is neither good nor broken. */
function withoutAnswer(snapshot: Snapshot, custom: CustomServer): readonly Finding[] {
  const names = unansweredOf(snapshot, custom);
  const [network] = custom.networks;
  const [first] = names;
  if (network === undefined || first === undefined) return [];
  const { server, networks } = custom;
  const places = networks.map(({ name }) => name).join(", ");
  const lines = names.map((name) => nslookupLine(name, server));
  const more = names.length > 1 ? ` and ${names.length - 1} more` : "";
  return [
    finding("SFH606", {
      resourceId: network.id,
      subject: server,
      state: "unknown",
      detail: `DNS server ${server} of ${places} gave no answer here for ${first}${more}, so what resolves there is unknown.`,
      fix: `On a machine in ${places} run ${lines[0] ?? ""}${more}, and give what is printed to diagnose --answers FILE; or run this on a machine there.`,
      mendLines: [{ tool: "shell", lines }],
    }),
  ];
}
