import { readCommand } from "./command.ts";
import { readDigLine } from "./dig-line.ts";
import { namesIn, readName, readPlace, type Line } from "./line.ts";

/** Longer lines are no output of these programs; what is behind is not looked at. */
const longest = 600;

/** What a line says; never throws. */
export function readLine(text: string): Line {
  const line = text.slice(0, longest).replace(/^nslookup(?:\.exe)? : /i, "");
  if (line.trim() === "") return { is: "blank" };
  return (
    readDigLine(line) ??
    readFailure(line) ??
    readCommand(line) ??
    readAlias(line) ??
    readRecord(line) ??
    readAlone(line) ??
    readPair(line) ??
    (isNoise(line) ? { is: "noise" } : { is: "unreadable" })
  );
}

/** What each program says when no answer came; the words for the response code are English in every language. */
const outcomes: readonly (readonly [pattern: RegExp, outcome: "nxdomain" | "silent"])[] = [
  [
    /NXDOMAIN|Non-existent domain|No answer\s*$|Name does not resolve|DNS name does not exist|No internal type/i,
    "nxdomain",
  ],
  [
    /SERVFAIL|REFUSED|NOTIMP|FORMERR|Server failed|Query refused|No response from server|no servers could be reached/i,
    "silent",
  ],
  [/timed[ -]?out|Unspecified error|DNS server failure|timeout period expired/i, "silent"],
];

function readFailure(line: string): Line | undefined {
  const lost = /^;; communications error to (\S+?):? (?:timed out|connection refused|.*)$/.exec(line);
  if (lost !== null) return { is: "lost", server: readPlace(lost[1] ?? "") ?? "" };
  if (!/^\*\*|^;; (connection|no servers)|^nslookup: |^Resolve-DnsName : /i.test(line)) return undefined;
  const outcome = outcomes.find(([pattern]) => pattern.test(line))?.[1] ?? "untold";
  return { is: "failure", names: namesIn(line), outcome, hasAddress: /\d+\.\d+\.\d+\.\d+/.test(line) };
}

function readAlias(line: string): Line | undefined {
  const [, from = "", to = ""] = /^(\S+)\s+canonical name = (\S+)$/.exec(line.trimEnd()) ?? [];
  const names = [readName(from), readName(to)];
  return names[0] === undefined || names[1] === undefined ? undefined : { is: "alias", from: names[0], to: names[1] };
}

/** A record as dig prints it, or as a row of Resolve-DnsName's table. */
function readRecord(line: string): Line | undefined {
  const words = line.trim().split(/\s+/);
  const at = words.indexOf("IN");
  const isRow = /^(Answer|Additional|Authority)$/i.test(words[3] ?? "");
  const [type = "", value = ""] = at === 1 || at === 2 ? words.slice(at + 1) : isRow ? [words[1], words[4]] : [];
  const name = readName(words[0] ?? "");
  if (name === undefined || !/^[A-Z]{1,10}\d?$/.test(type) || value === "") return undefined;
  return { is: "record", name, type, value };
}

function readPair(line: string): Line | undefined {
  // A label holds no dot and no second colon, so that no address is taken apart.
  const [, label = "", value = ""] = /^ {0,2}([^\s:.：][^:.：]{0,40}?)\s?[:：]\s*(\S.*)$/.exec(line.trimEnd()) ?? [];
  const [first = "", second] = value.split(/\s+/);
  const isOneValue = second === undefined || readPlace(first) !== undefined;
  return label === "" || !isOneValue || label.startsWith(";")
    ? undefined
    : { is: "pair", label: label.toLowerCase(), value: first };
}

function readAlone(line: string): Line | undefined {
  const value = line.trim();
  if (readPlace(value) === undefined && readName(value) === undefined) return undefined;
  return /\s/.test(value) ? undefined : { is: /^\s/.test(line) ? "more" : "bare", value };
}

/** Prompts, comments, headings that end with a colon, rules of a table, and what PowerShell writes around errors. */
function isNoise(line: string): boolean {
  return (
    /^\s*;|[>$#%]\s*$|[:：]\s*$|^[-\s]+$|^\s*\+ |^\s*\+~|^At line:\d|^Name\s+Type\s+TTL\s+Section/.test(line) ||
    /^DNS request timed out|^\s*timeout was|^\s+timeout \(/i.test(line) ||
    /^(Microsoft Windows \[|\(c\) Microsoft|Windows PowerShell|Copyright \(C\))/i.test(line)
  );
}
