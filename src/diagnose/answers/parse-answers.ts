import type { GivenAnswer } from "../../snapshot/evidence.ts";
import { answersOf, hasResult, type Exchange } from "./exchange.ts";
import { Exchanges } from "./exchanges.ts";
import type { Line } from "./line.ts";
import { readLine } from "./read-line.ts";

export interface ParsedAnswers {
  readonly answers: readonly GivenAnswer[];
  /** A line each for what could not be read as an answer. */
  readonly faults: readonly string[];
}

/** The answers in a file of nslookup's, dig's and Resolve-DnsName's output, command lines and prompts between. */
export function parseAnswers(text: string, source: string): ParsedAnswers {
  const texts = text.split(/\r\n|\n|\r/);
  const lines = texts.map(readLine);
  const reader = new Exchanges();
  for (let i = 0; i < lines.length;) {
    i += reader.take(lines[i] ?? { is: "blank" }, lines[i + 1], i + 1);
  }
  const exchanges = reader.finish();
  return {
    answers: exchanges.flatMap((exchange) => (exchange.isOther ? [] : answersOf(exchange, source))),
    faults: [
      ...exchangeFaults(exchanges, source),
      ...shortFault(reader.unused, source),
      ...unreadableFault(lines, texts, source),
    ],
  };
}

/** What can be wrong with what looks like an answer; each kind is told once. */
const reasons: readonly (readonly [isSo: (exchange: Exchange) => boolean, why: string])[] = [
  [({ isOther }) => isOther, "holds no IPv4 address: ask for type A"],
  [(e) => hasResult(e), "no answer came, but not for which name: copy the command lines along"],
  [() => true, "names a server, but no answer follows: copy what goes to standard error too (2>&1)"],
];

function exchangeFaults(exchanges: readonly Exchange[], source: string): readonly string[] {
  const without = exchanges.filter((exchange) => exchange.isOther || answersOf(exchange, source).length === 0);
  return reasons.flatMap(([isSo, why], kind) => {
    const those = without.filter((e) => isSo(e) && !reasons.slice(0, kind).some(([isBefore]) => isBefore(e)));
    const [first] = those;
    return first === undefined
      ? []
      : [`${source}:${first.line}: ${why}${those.length > 1 ? ` (${those.length} times)` : ""}.`];
  });
}

function shortFault(unused: readonly number[], source: string): readonly string[] {
  const [first] = unused;
  return first === undefined
    ? []
    : [
        `${source}:${first}: an address or a name alone, as dig +short prints it, tells neither what was asked nor whom: leave +short out.`,
      ];
}

function unreadableFault(lines: readonly Line[], texts: readonly string[], source: string): readonly string[] {
  const first = lines.findIndex(({ is }) => is === "unreadable");
  if (first === -1) return [];
  const count = lines.filter(({ is }) => is === "unreadable").length;
  const more = count > 1 ? ` and ${count - 1} more lines` : "";
  return [
    `${source}:${first + 1}: "${shown(texts[first] ?? "")}"${more}: no output of nslookup, dig or Resolve-DnsName.`,
  ];
}

/** Text of somebody else's: short, on one line, and no value of what may be a setting. */
function shown(text: string): string {
  const plain = text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
    .trim()
    .replace(/([=:]).*$/, "$1…");
  return plain.length > 60 ? `${plain.slice(0, 60)}…` : plain;
}
