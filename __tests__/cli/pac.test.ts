import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withoutActions } from "../support/caller-rights.ts";
import { givenPac, shown } from "../vantage/given-pac.ts";
import { builtIn } from "./estate-variants.ts";
import { runCli, scratchFile, startTwin, type SpawnedTwin } from "./spawned.ts";

let twin: SpawnedTwin;
beforeAll(async () => {
  twin = await startTwin("hardened");
});
afterAll(async () => {
  await twin.stop();
});

const vault = "kv-northwind-ai.vault.azure.net";

describe("pac", () => {
  const pac = (...args: readonly string[]) => runCli(["pac", "--hub", twin.hub, ...args], twin.env);

  test("prints one that sends the hub's names direct and everything else to the proxies, and writes nothing", async () => {
    const [first, second] = await Promise.all(
      [1, 2].map(() => pac("--proxy", "Proxy.corp:3128", "--proxy", "https://b:8443")),
    );
    expect(first).toMatchObject({ code: 0, err: "config: none (defaults)\n" });
    expect(second?.out).toBe(first?.out);
    const written = givenPac(first?.out ?? "");
    expect(shown(await written.route(vault))).toBe("direct");
    expect(shown(await written.route("www.example.com"))).toBe("http://proxy.corp:3128 https://b:8443");
    expect(await twin.writes()).toEqual([]);
  });

  test("chains to the one given, and diagnose finds nothing in the way then", async () => {
    const file = scratchFile("corp.pac", 'function FindProxyForURL() { return "SOCKS5 proxy.corp:1080"; }');
    const chained = await pac("--chain", file);
    expect(chained.code).toBe(0);
    const [before, after] = await Promise.all(
      [file, scratchFile("hub.pac", chained.out)].map((one) =>
        runCli(["diagnose", "--hub", twin.hub, "--pac", one], twin.env),
      ),
    );
    expect(before?.out).toMatch(/SFH706[^]*corp\.pac sends[^]*socks5:\/\/proxy\.corp:1080/);
    expect(before?.out).toMatch(/pac --chain[\s│]+\S+corp\.pac/);
    expect(after?.out).not.toContain("SFH706");
  });

  test.each([
    ["neither", [], /to be said once: by --proxy or by --chain/],
    ["both", ["--proxy", "DIRECT", "--chain", scratchFile("x.pac", "x")], /to be said once/],
    ["a proxy without a port", ["--proxy", "proxy.corp"], /Give HOST:PORT/],
    ["a proxy that would be code", ["--proxy", 'a";b:1'], /Give HOST:PORT/],
    [
      "a PAC with a fault",
      ["--chain", scratchFile("bad.pac", "\n\nfunction (")],
      /bad\.pac can't be evaluated: line 3: SyntaxError/,
    ],
    ["a PAC that isn't there", ["--chain", "nowhere.pac"], /nowhere\.pac can't be read: there is no such file/],
    [
      "a PAC that reaches out of a function",
      ["--chain", scratchFile("global.pac", "(0, eval)('FindProxyForURL = function () { return \"PROXY p:1\"; };');")],
      /global\.pac can't be made part of another/,
    ],
    [
      "an endless one",
      ["--chain", scratchFile("loop.pac", "for (;;);")],
      /loop\.pac can't be evaluated: it ran for 5 s and was stopped/,
    ],
  ])("%s is refused, with why and what to do", async (_, args, why) => {
    const { code, out, err } = await pac(...args);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/error SFH912/);
    expect(err).toMatch(why);
    expect(err).toMatch(/ {2}fix: /);
  });
});

test("where names can't be told it says which, writes what it has, and ends with 2", async () => {
  const blind = await startTwin(withoutActions(builtIn("hardened"), "Microsoft.Network/privateEndpoints/read"));
  try {
    const { code, out, err } = await runCli(["pac", "--hub", blind.hub, "--proxy", "DIRECT"], blind.env);
    expect(code).toBe(2);
    expect(err).toMatch(/^missing: The names of private endpoint pe-\S+ can't be told: /m);
    expect(shown(await givenPac(out).route("x.instances.azureml.ms"))).toBe("direct");
  } finally {
    await blind.stop();
  }
});
