import type { GivenAnswer } from "../../snapshot/evidence.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { hubNames, ofOwnServer } from "./given-answers.ts";
import type { Look } from "../look.ts";

/** Answers that were given and decide nothing, and why: a line each. */
export function passedOver({ snapshot, evidence }: Look): readonly string[] {
  const [names, ofOwn] = [hubNames(snapshot), ofOwnServer(snapshot)];
  const foreign = evidence.givenAnswers.filter(({ name }) => !names.has(name));
  const suffixed = foreign.flatMap((given) => suffixOf(names, given));
  const others = foreign.filter((given) => suffixOf(names, given).length === 0);
  return [
    ...suffixed.slice(0, 1),
    ...othersLine(others),
    ...evidence.givenAnswers
      .filter((given) => names.has(given.name) && ofOwn(given).length === 0)
      .flatMap((given) => silentLine(given)),
    ...evidence.givenAnswers.flatMap(ofOwn).flatMap((given) => contradictionLine(snapshot, given)),
  ];
}

function suffixOf(names: ReadonlySet<string>, { at, name }: GivenAnswer): readonly string[] {
  const meant = [...names].find((one) => name.startsWith(`${one}.`));
  return meant === undefined
    ? []
    : [`${at} is about ${name}, because a search domain was added: ask for "${meant}.", with a dot at the end.`];
}

function othersLine(others: readonly GivenAnswer[]): readonly string[] {
  const [first] = others;
  if (first === undefined) return [];
  const which = others.length === 1 ? "One given answer is" : `${others.length} given answers are`;
  const hint = others.some(({ name }) => name.includes("privatelink"))
    ? " Ask for the public names, without privatelink."
    : "";
  return [
    `${which} for names that are none of this hub's: ${first.name} (${first.at})${others.length > 1 ? " and more" : ""}.${hint}`,
  ];
}

/** Nothing is known of a server of no network in sight: whether it ought to answer can't be told. */
function silentLine(given: GivenAnswer): readonly string[] {
  if (given.answer.is !== "silent") return [];
  const who = given.server === "" ? "a server that isn't named" : `${given.server}, none of the networks' servers,`;
  return [`${given.at}: ${who} gave no answer for ${given.name}.`];
}

/** A server that says one thing here and another there: both are told, because one of them is old or for some only. */
function contradictionLine(snapshot: Snapshot, { server, name, answer, at }: GivenAnswer): readonly string[] {
  const counts = snapshot.nameAnswers.find((a) => a.server === server && a.name === name);
  if (counts === undefined || describeAnswer(counts.answer) === describeAnswer(answer)) return [];
  return [
    `DNS server ${server} for ${name}: ${describeAnswer(counts.answer)} (${counts.at ?? "asked from here"}), but ${describeAnswer(answer)} (${at}). The first counts.`,
  ];
}

function describeAnswer(answer: GivenAnswer["answer"]): string {
  if (answer.is === "addresses") return answer.addresses.toSorted().join(", ");
  return answer.is === "nxdomain" ? "NXDOMAIN" : "no answer";
}
