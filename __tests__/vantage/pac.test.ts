import { writeFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { openPac } from "../../src/vantage/pac.ts";
import { scratchFile, scratchFolder } from "../cli/spawned.ts";
import { bodyPac, givenPac, shown } from "./given-pac.ts";

const direct = 'function FindProxyForURL(url, host) { return "DIRECT"; }';

/** Everything a PAC can be that doesn't end by itself, or takes more than there is. */
const hostile: Readonly<Record<string, { readonly body: string; readonly why: RegExp }>> = {
  "an endless loop": { body: "for (;;);", why: /^it ran for 0\.5 s and was stopped$/ },
  "an endless loop that catches everything": {
    body: "for (;;) { try { for (;;); } catch (e) { } finally { continue; } }",
    why: /stopped$/,
  },
  "a loop inside the interpreter": {
    body: "Array.prototype.indexOf.call({ length: 9007199254740991 }, 1);",
    why: /stopped$/,
  },
  "an expression that never comes to its end": {
    body: "return shExpMatch(new Array(60).join('a') + '!', '(a+)+') ? 'DIRECT' : 'DIRECT';",
    why: /stopped$/,
  },
  "a search without end": {
    body: "var a = new Array(4000000).join('a'); return a.indexOf(new Array(2000000).join('a') + 'b');",
    why: /stopped$/,
  },
  "an answer that never gets to be one": {
    body: "return { toString: function () { for (;;); } };",
    why: /gives a object/,
  },
  "a thrown thing that loops when it is looked at": {
    body: "throw Object.defineProperty(new Error(), 'stack', { get: function () { for (;;); } });",
    why: /stopped$|^Error/,
  },
  "an allocation without end": {
    body: "var a = []; for (;;) a.push(new Array(1000000).fill(1));",
    why: /memory/,
  },
  "a text without end": { body: "var s = 'x'; for (;;) s += s;", why: /too long|memory/ },
  "a recursion without end": { body: "function f() { return f() + 1; } return f();", why: /call stack/ },
  "a nesting without end": { body: "return JSON.parse(new Array(1000000).join('['));", why: /call stack|memory/ },
  "an error longer than a page": {
    body: "throw new Error(new Array(100000).join('x\\n'));",
    why: /^line 2: Error: x x.{150,200}…$/,
  },
};

describe("a hostile PAC", () => {
  test.each(Object.entries(hostile))("with %s fails, within a bounded time", async (_, { body, why }) => {
    const begun = performance.now();
    const isEndless = why.source.startsWith("stopped") || why.source.startsWith("^it ran");
    const answer = await bodyPac(body, { limitMs: isEndless ? 500 : 30_000 }).route("host.example");
    expect(shown(answer)).toMatch(/^fails: /);
    expect(answer.is === "fails" ? answer.why : "").toMatch(why);
    expect(performance.now() - begun).toBeLessThan(20_000);
  });

  test("leaves nothing behind for the next host", async () => {
    const pac = givenPac(`var seen = 0; String.prototype.toLowerCase = null;
      function FindProxyForURL(url, host) { seen += 1; return "PROXY seen-" + seen + ":1"; }`);
    expect(shown(await pac.route("A.example"))).toBe("http://seen-1:1");
    expect(shown(await pac.route("B.example"))).toBe("http://seen-1:1");
  });

  test("is not asked for ever: three times it is stopped, then it is left alone", async () => {
    const pac = bodyPac("if (host !== 'good.example') for (;;);\nreturn 'DIRECT';", { limitMs: 500 });
    const hosts = ["a.example", "good.example", "b.example", "c.example", "d.example", "good.example"];
    const answers = await Promise.all(hosts.map(async (host) => shown(await pac.route(host))));
    const [stopped, left] = [
      "fails: it ran for 0.5 s and was stopped",
      "fails: it had to be stopped 3 times and was not asked again",
    ];
    expect(answers).toEqual([stopped, "direct", stopped, stopped, left, left]);
  });

  test("can't make up what was asked for", async () => {
    const pac = bodyPac("this.JSON.stringify = function () { return '{\"kind\":\"string\"}'; }; return 'DIRECT';");
    expect(await pac.route("a.example")).toEqual({ is: "fails", why: "what it gives can't be made sense of" });
  });

  test("is ended when the run is cancelled", async () => {
    const stop = new AbortController();
    const file = scratchFile("loop.pac", "for (;;);");
    const resolve = () => Promise.resolve({ is: "nxdomain" } as const);
    const pac = await openPac(file, {
      resolve,
      ownAddress: "10.0.0.1",
      now: Date.now,
      limitMs: 600_000,
      signal: stop.signal,
    });
    const asked = pac.route("a.example");
    stop.abort();
    await expect(asked).rejects.toMatchObject({ code: "SFH905" });
    await expect(pac.route("a.example")).rejects.toMatchObject({ code: "SFH905" });
  });
});

describe("what can't be evaluated", () => {
  test.each([
    ["\n\nfunction FindProxyForURL(url, host) {\n  if (;) return 1;\n}", "line 4: SyntaxError: "],
    [
      "\nfunction FindProxyForURL(url, host) {\n  return nobody(host);\n}",
      "line 3: ReferenceError: nobody is not defined",
    ],
    ["function findproxyforurl() { return 'DIRECT'; }", "there is no function FindProxyForURL in it"],
    ["const FindProxyForURL = () => 'DIRECT';", "there is no function FindProxyForURL in it"],
    ["<html><body>Sign in</body></html>", "line 1: SyntaxError: "],
    ["function FindProxyForURL() { return 7; }", "FindProxyForURL gives a number, and a browser takes only a text"],
    ["function FindProxyForURL() { throw 'no'; }", "no"],
  ])("%j fails with its line, where there is one", async (text, why) => {
    const answer = await givenPac(text).route("host.example");
    expect(answer.is === "fails" ? answer.why : "routes").toContain(why);
  });

  test.each([
    [direct, undefined],
    ["function FindProxyForURL() { return nobody; }", undefined],
    ["\nfunction (", "line 2: SyntaxError"],
    ["var x = 1;", "there is no function FindProxyForURL in it"],
  ])("%j: a fault of loading is told without asking", async (text, fault) => {
    const told = await givenPac(text).fault();
    if (fault === undefined) expect(told).toBeUndefined();
    else expect(told).toContain(fault);
  });
});

describe("a PAC that works", () => {
  test("may be as large as a browser takes, and written for today's browsers", async () => {
    const names = Array.from({ length: 40_000 }, (_, at) => `"host-${at}.corp.example"`);
    const text = `const names = new Set([${names.join(",")}]);
      function FindProxyForURL(url, host) { return names.has(host) ? \`DIRECT\` : "PROXY p:1"; }`;
    expect(text.length).toBeGreaterThan(900_000);
    expect(shown(await givenPac(text).route("host-39999.corp.example"))).toBe("direct");
    expect(shown(await givenPac(text).route("host-x.corp.example"))).toBe("http://p:1");
  });

  test.each([
    ["the function assigned", "FindProxyForURL = function () { return 'PROXY p:1'; };"],
    [
      "helpers of its own",
      "function dnsDomainIs() { return false; } function FindProxyForURL(u, h) { return dnsDomainIs(h, h) ? 'DIRECT' : 'PROXY p:1'; }",
    ],
    ["a byte order mark", "\uFEFFfunction FindProxyForURL() { return 'PROXY p:1'; }"],
    ["carriage returns", "function FindProxyForURL()\r\n{\r\n  return 'PROXY p:1';\r\n}\r\n"],
  ])("with %s", async (_, text) => {
    expect(shown(await givenPac(text).route("host.example"))).toBe("http://p:1");
  });
});

describe("reading one", () => {
  const open = (file: string) =>
    openPac(file, { resolve: () => Promise.resolve({ is: "nxdomain" }), ownAddress: "10.0.0.1", now: Date.now });

  test.each([
    ["UTF-16", Buffer.from(`\uFEFF${direct}`, "utf16le")],
    ["Latin-1", Buffer.from(`/* für */ ${direct}`, "latin1")],
    ["UTF-8", Buffer.from(`/* für */ ${direct}`)],
  ])("%s is read", async (_, bytes) => {
    const file = path.join(scratchFolder(), "x.pac");
    writeFileSync(file, bytes);
    expect(shown(await (await open(file)).route("host.example"))).toBe("direct");
  });

  test.each([
    ["isn't there", undefined, /there is no such file/],
    ["is a folder", "folder", /it is a folder/],
    ["is no text", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]), /is no text/],
    ["is empty", Buffer.from(" \n"), /is empty/],
    ["is too large", Buffer.alloc(1024 * 1024 + 1, 32), /larger than 1 MB/],
  ])("one that %s is refused, with why", async (_, what, why) => {
    const file = path.join(scratchFolder(), "x.pac");
    if (what === "folder") mkdirSync(file);
    else if (what !== undefined) writeFileSync(file, what);
    await expect(open(file)).rejects.toMatchObject({ code: "SFH912" });
    await expect(open(file)).rejects.toThrow(why);
  });
});
