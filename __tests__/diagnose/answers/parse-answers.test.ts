import { describe, expect, test } from "vitest";
import { parseAnswers } from "../../../src/diagnose/answers/parse-answers.ts";
import {
  blob,
  dig,
  inZone,
  linux,
  macOS,
  oldBusybox,
  powerShell,
  vault,
  windows,
  windowsAnswer,
  windowsFailure,
  windowsTimeout,
} from "./samples.ts";

/** "server name answer" of each, as a person would say it. */
function read(text: string): readonly string[] {
  return parseAnswers(text, "a.txt").answers.map(({ server, name, answer }) =>
    [server, name, answer.is === "addresses" ? answer.addresses.join("+") : answer.is].join(" "),
  );
}

const faults = (text: string): readonly string[] => parseAnswers(text, "a.txt").faults;

const right = `10.20.0.53 ${vault} 10.20.1.8`;

describe.each(Object.entries(windows))("Windows in %s", (_, words) => {
  test("an answer is the asked name's, under its alias", () => {
    expect(read(windowsAnswer(words))).toEqual([right]);
    expect(read(windowsAnswer(words, "dns1.corp.contoso.com"))).toEqual([right]);
    expect(faults(windowsAnswer(words))).toEqual([]);
  });

  test("answers follow one another, good and bad", () => {
    const text =
      windowsAnswer(words) + windowsFailure(words) + windowsAnswer(words) + windowsFailure(words, "Query refused");
    expect(read(text)).toEqual([right, `10.20.0.53 ${blob} nxdomain`, right, `10.20.0.53 ${blob} silent`]);
  });

  test("a request that timed out names no name: the command line does", () => {
    expect(read(`C:\\>nslookup ${blob}. 10.20.0.53\r\n${windowsTimeout(words)}`)).toEqual([
      `10.20.0.53 ${blob} silent`,
    ]);
    expect(read(windowsTimeout(words))).toEqual([]);
    expect(faults(windowsTimeout(words))).toEqual([
      expect.stringMatching(/^a\.txt:3: no answer came, but not for which name/),
    ]);
  });
});

test("Windows lists several addresses and aliases below each other", () => {
  const text = [
    "Server:  UnKnown",
    "Address:  fd00::53",
    "",
    `Name:    ${inZone}`,
    "Addresses:  2603:1030:40c::8",
    "          10.20.1.8",
    "          10.20.1.9",
    `Aliases:  ${vault}`,
    "          kv-northwind-ai.somewhere.net",
  ].join("\r\n");
  expect(read(text)).toEqual([`fd00::53 ${vault} 10.20.1.8+10.20.1.9`]);
});

test("a server's own name that isn't found says nothing about the one asked for", () => {
  const words = windows.English;
  if (words === undefined) throw new Error("no English");
  const text = `C:\\>nslookup ${vault} 10.20.0.53\r\n*** Can't find server name for address 10.20.0.53: Timed out\r\n${windowsAnswer(words)}`;
  expect(read(text)).toEqual([right]);
});

test("BIND's nslookup, on macOS and on Linux", () => {
  expect(read(macOS)).toEqual([right, `10.20.0.53 ${blob} silent`]);
  expect(read(linux)).toEqual([
    right,
    `10.20.0.53 ${blob} nxdomain`,
    "10.20.0.54 stnorthwindai.file.core.windows.net silent",
  ]);
  expect(faults(macOS + linux)).toEqual([]);
});

test("a server that is lost after an answer is another question", () => {
  const answered = `Server:\t\t10.20.0.53\nAddress:\t10.20.0.53#53\n\nName:\t${vault}\nAddress: 10.20.1.8\n`;
  const lost = ";; connection timed out; no servers could be reached\n";
  expect(read(`${answered}\n${lost}`)).toEqual([right]);
  expect(faults(`${answered}\n${lost}`)).toEqual([expect.stringContaining("no answer came, but not for which name")]);
  // Right below the answer it is about IPv6.
  expect(faults(answered + lost)).toEqual([]);
});

test("an old busybox", () => {
  expect(read(oldBusybox)).toEqual([right, `10.20.0.53 ${blob} nxdomain`]);
});

test("dig in full, two questions in one run, without the records beside the answer", () => {
  expect(read(dig)).toEqual([right, `10.20.0.53 ${blob} nxdomain`]);
  expect(faults(dig)).toEqual([]);
});

test("dig with +noall +answer tells no server, but its command line does", () => {
  const records = `${vault}. 60 IN CNAME ${inZone}.\n${inZone}. 10 IN A 10.20.1.8\n${blob}.\t300\tIN\tA\t20.60.1.1\n`;
  expect(read(records)).toEqual([` ${vault} 10.20.1.8`, ` ${blob} 20.60.1.1`]);
  expect(read(`$ dig @10.20.0.53 +noall +answer ${vault}\n${records}`)[0]).toBe(right);
});

test("dig +short can't be attributed", () => {
  expect(parseAnswers(`${inZone}.\n10.20.1.8\n10.20.1.9\n`, "a.txt")).toEqual({
    answers: [],
    faults: [
      "a.txt:1: an address or a name alone, as dig +short prints it, tells neither what was asked nor whom: leave +short out.",
    ],
  });
});

test("a question for IPv6 says nothing about IPv4", () => {
  const text = dig.replaceAll("IN	A\n", "IN	AAAA\n").replace("IN A	10.20.1.8", "IN AAAA	2603:1030:40c::8");
  expect(read(text)).toEqual([]);
  expect(faults(text)).toEqual([expect.stringMatching(/^a\.txt:5: holds no IPv4 address: ask for type A \(2 times\)/)]);
});

test("PowerShell's Resolve-DnsName", () => {
  expect(read(powerShell)).toContain(`10.20.0.53 ${blob} nxdomain`);
});

test("what PowerShell wraps around nslookup's complaints", () => {
  const text = [
    `PS C:\\> nslookup ${blob} 10.20.0.53`,
    "Server:  UnKnown",
    "Address:  10.20.0.53",
    "",
    `nslookup : *** UnKnown can't find ${blob}: Non-existent domain`,
    "At line:1 char:1",
    `+ nslookup ${blob} 10.20.0.53 2>&1 > a.txt`,
    "+ ~~~~~~~~",
    `    + CategoryInfo          : NotSpecified: (*** UnKnown can'...istent domain:String) [], RemoteException`,
    "    + FullyQualifiedErrorId : NativeCommandError",
  ].join("\r\n");
  expect(read(text)).toEqual([`10.20.0.53 ${blob} nxdomain`]);
});

test("nslookup's own prompt, and several servers in one file", () => {
  const text = `> server 10.20.0.54\nDefault Server:  [10.20.0.54]\nAddress:  10.20.0.54\n\n> ${vault}\nServer:  [10.20.0.54]\nAddress:  10.20.0.54\n\nName:    ${vault}\nAddress:  20.60.1.1\n\n`;
  expect(read(text + linux)).toEqual([`10.20.0.54 ${vault} 20.60.1.1`, ...read(linux)]);
});

test("a search domain makes it another name", () => {
  const text = `C:\\>nslookup ${vault} 10.20.0.53\nServer:  UnKnown\nAddress:  10.20.0.53\n\nName:    ${vault}.corp.contoso.com\nAddress:  10.9.9.9\n`;
  expect(read(text)).toEqual([`10.20.0.53 ${vault}.corp.contoso.com 10.9.9.9`]);
});

test("a server without an answer, because what went to standard error is missing", () => {
  const text = "Server:  UnKnown\nAddress:  10.20.0.53\n\nServer:  UnKnown\nAddress:  10.20.0.53\n\n";
  expect(read(text)).toEqual([]);
  expect(faults(text)).toEqual([
    expect.stringMatching(/^a\.txt:1: names a server, but no answer follows.*2>&1\) \(2 times\)/),
  ]);
});

test("garbage gets one line that tells which", () => {
  const text = `${linux}hello world\u0007\nand more\n`;
  expect(read(text)).toHaveLength(3);
  expect(faults(text)).toEqual([
    'a.txt:23: "hello world" and 1 more lines: no output of nslookup, dig or Resolve-DnsName.',
  ]);
});
