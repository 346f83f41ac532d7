import type { GivenAnswer } from "../../snapshot/evidence.ts";
import { isSameServer } from "../../snapshot/name-server.ts";
import { azureDns } from "../../snapshot/network.ts";
import { heldNames } from "../../snapshot/private-endpoint.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";

/**
 * The snapshot with what somebody else was answered by the networks' own servers: where a server gave no answer here,
 * what they noted counts, the last of it; what it answered here stays. The same snapshot where nothing comes of it.
 */
export function withGivenAnswers(snapshot: Snapshot, answers: readonly GivenAnswer[]): Snapshot {
  const counting = answers.flatMap(ofOwnServer(snapshot)).filter((given) => isNews(snapshot, given));
  if (counting.length === 0) return snapshot;
  const byQuestion = new Map(counting.map((given) => [questionOf(given), given]));
  const others = snapshot.nameAnswers.filter((asked) => !byQuestion.has(questionOf(asked)));
  return { ...snapshot, nameAnswers: [...others, ...byQuestion.values()] };
}

/** An answer under the name its networks have for the server; none for a server of no network, nor for another name. */
export function ofOwnServer(snapshot: Snapshot): (given: GivenAnswer) => readonly GivenAnswer[] {
  // A file may hold thousands of answers.
  const names = hubNames(snapshot);
  const servers = snapshot.networks.flatMap(({ dnsServers }) => dnsServers).filter((one) => one !== azureDns);
  return (given) => {
    const server = servers.find((one) => isSameServer(one, given.server));
    return server === undefined || !names.has(given.name) ? [] : [{ ...given, server }];
  };
}

/** Every public name of the hub, of the services around it and of the customer private endpoints; lower case. */
export function hubNames({ services, privateEndpoints }: Snapshot): ReadonlySet<string> {
  const ofServices = services.flatMap(({ doors }) => doors.flatMap(({ names }) => names));
  return new Set([...ofServices.map((name) => name.toLowerCase()), ...heldNames(privateEndpoints)]);
}

function isNews({ nameAnswers }: Snapshot, given: GivenAnswer): boolean {
  const asked = nameAnswers.find((answer) => questionOf(answer) === questionOf(given));
  return asked === undefined || (asked.answer.is === "silent" && asked.at === undefined);
}

function questionOf({ server, name }: Pick<GivenAnswer, "server" | "name">): string {
  return `${server} ${name}`;
}
