import { Linter } from "eslint";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DirectNames } from "../../src/diagnose/pac/direct-names.ts";
import { writePac, type Otherwise } from "../../src/diagnose/pac/write-pac.ts";
import { runOnTwin } from "../runbook/run-on-twin.ts";
import { withoutActions } from "../support/caller-rights.ts";
import { estateNamed, without, withProperties } from "../support/edit-estate.ts";
import { answersFor } from "../vantage/given-pac.ts";

const hardened = estateNamed("hardened");
const head = { hub: hardened.hub, version: "1.2.3" };
const names = await (await runOnTwin(hardened)).directNames();
const proxied: Otherwise = { is: "routes", answer: "PROXY p.corp:3128; DIRECT" };

/** One that has every name that the written one has, a state, helpers of its own, and globals it never declared. */
const busy = `
  var names = ["www.corp"], endings = [".corp"], name = "x", at = 0, calls = 0;
  function dnsDomainIs(host, domain) { return host.indexOf(domain) >= 0; }
  function chained(host) { undeclared = host; return undeclared; }
  function FindProxyForURL(url, host) {
    at = url.length;
    if (url !== "https://" + host + "/") { return "PROXY other-arguments:1"; }
    if (dnsDomainIs(chained(host), "evil")) { return "PROXY evil:1"; }
    return shExpMatch(host, "*.corp") ? "DIRECT" : "PROXY busy-" + host.length + "-" + names[0] + name + ":1";
  }
  // no line end after this`;

describe("the names", () => {
  test("are those of the private endpoints, of the region's API and of compute instances", () => {
    const guid = "7d60b6fb-d4e2-41bc-8955-cc705063584f";
    expect(names.missing).toEqual([]);
    expect(names.names).toContain(`${guid}.workspace.swedencentral.api.azureml.ms`);
    expect(names.names).toContain("stnorthwindai.blob.core.windows.net");
    expect(names.endings).toEqual([
      `.${guid}.inference.swedencentral.api.azureml.ms`,
      ".instances.azureml.ms",
      ".instances.ml.azure.ms",
      ".swedencentral.api.azureml.ms",
    ]);
  });

  test.each([
    ["government", /\.api\.ml\.azure\.us$/],
    ["china", /\.api\.ml\.azure\.cn$/],
  ])("are the cloud's own: %s", async (name, api) => {
    const told = await (await runOnTwin(estateNamed(name))).directNames();
    expect(told.endings.some((ending) => api.test(ending))).toBe(true);
    expect(told.endings.join()).not.toContain("azureml.ms");
    expect(told.endings.filter((ending) => ending.startsWith(".instances."))).toHaveLength(2);
  });

  test.each([
    [
      "an endpoint's interface tells nothing",
      withProperties(hardened, "/pe-kv-northwind-ai.nic.e18cd930-5abc-424e-8003-1fdbef6c3021", {
        ipConfigurations: [],
      }),
      /^Private endpoint pe-kv-northwind-ai tells no names\.$/,
    ],
    [
      "endpoints may not be read",
      withoutActions(hardened, "Microsoft.Network/privateEndpoints/read"),
      /^The names of private endpoint pe-[\w-]+ can't be told: /,
    ],
    [
      "connections may not be read",
      withoutActions(hardened, "Microsoft.KeyVault/vaults/privateEndpointConnections/read"),
      /can't be told|can't be read/,
    ],
    ["there is none", without(hardened, /privateEndpoint/i), /^No customer private endpoint leads to the hub/],
  ])("that are missing because %s are told", async (_, estate, line) => {
    const told = await (await runOnTwin(estate)).directNames();
    expect(told.missing.join("\n")).toMatch(line);
    expect(told.endings).toContain(".swedencentral.api.azureml.ms");
  });
});

/** Hosts, and by how they are made whether they are to go direct. */
function hosts({ names, endings }: DirectNames): fc.Arbitrary<{ readonly host: string; readonly isDirect: boolean }> {
  const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
  const name = fc.constantFrom(...names);
  const ending = fc.constantFrom(...endings);
  // Under an ending, what stands before a name is of no account.
  const alone = fc.constantFrom(...names.filter((one) => !endings.some((end) => one.endsWith(end))));
  const outer = fc.constantFrom(...endings.filter((one) => !endings.some((end) => end !== one && one.endsWith(end))));
  const cased = (host: string): fc.Arbitrary<string> =>
    fc
      .array(fc.boolean(), { minLength: host.length, maxLength: host.length })
      .map((upper) => Array.from(host, (letter, at) => (upper[at] === true ? letter.toUpperCase() : letter)).join(""));
  const dotted = fc.tuple(
    fc.oneof(
      name,
      fc.tuple(label, ending).map((parts) => parts.join("")),
    ),
    fc.constantFrom("", "."),
  );
  const direct = dotted.chain(([host, dot]) => cased(host + dot)).map((host) => ({ host, isDirect: true }));
  const other = fc.oneof(
    fc.tuple(label, fc.constantFrom("-", "."), alone).map((parts) => parts.join("")),
    fc
      .tuple(
        fc.oneof(
          name,
          ending.map((end) => `a${end}`),
        ),
        label,
      )
      .map(([host, tail]) => `${host}.${tail}`),
    fc.tuple(name, fc.constantFrom("evil.com", ".")).map(([host, tail]) => `${host}.${tail}`),
    alone.map((host) => host.slice(1)),
    fc.tuple(label, outer).map(([start, end]) => `${start}${end.slice(1)}`),
    outer.map((end) => end.slice(1)),
    outer,
    fc.domain(),
    fc.constantFrom("", ".", "localhost", "constructor", "__proto__", "tostring", "10.0.0.4", "[fd00::4]"),
  );
  return fc.oneof(
    direct,
    other.map((host) => ({ host, isDirect: false })),
  );
}

describe("what is written", () => {
  test.each<[string, Otherwise, string]>([
    ["a proxy", proxied, 'function FindProxyForURL() { return "PROXY p.corp:3128; DIRECT"; }'],
    ["another PAC", { is: "chain", text: busy, source: "busy.pac" }, busy],
  ])("sends these names direct, and for every other answers as %s does", async (_, otherwise, alone) => {
    const text = writePac(names, otherwise, head);
    await fc.assert(
      fc.asyncProperty(fc.array(hosts(names), { minLength: 100, maxLength: 200 }), async (all) => {
        const asked = all.map(({ host }) => host);
        const [told, otherwiseTold] = await Promise.all([answersFor(text, asked), answersFor(alone, asked)]);
        expect(told).toEqual(all.map(({ isDirect }, at) => (isDirect ? "direct" : otherwiseTold[at])));
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });

  test("is the same every time, in ASCII, and JavaScript as it was in 1999", () => {
    const text = writePac(names, proxied, head);
    expect(writePac(names, proxied, head)).toBe(text);
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    const faults = new Linter().verify(text, [{ languageOptions: { ecmaVersion: 3, sourceType: "script" } }]);
    expect(faults).toEqual([]);
    const modern = new Linter().verify("const a = [1,];", [
      { languageOptions: { ecmaVersion: 3, sourceType: "script" } },
    ]);
    expect(modern).not.toEqual([]);
  });

  test("says whose it is, and nothing in its head can be code", () => {
    const source = "x */\nFindProxyForURL = null; // \u2028ü";
    const text = writePac(
      names,
      { is: "chain", text: "function FindProxyForURL() { return 'DIRECT'; }", source },
      head,
    );
    const [hub, program] = text.split("\n");
    expect(hub).toContain(hardened.hub);
    expect(program).toContain("secure-foundry-hub 1.2.3");
    expect(
      text
        .split("\n")
        .slice(0, 5)
        .map((line) => line.slice(0, 2)),
    ).toEqual(["//", "//", "//", "//", "fu"]);
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  });

  test.each([
    ["assigns its function", "FindProxyForURL = function () { return 'PROXY p:1'; };"],
    ["declares it as a variable", "var FindProxyForURL = function () { return 'PROXY p:1'; };"],
    ["sets it on the global object", "this.FindProxyForURL = function () { return 'PROXY p:1'; };"],
    [
      "is not ASCII",
      "\uFEFF/* für alle */ var für = 'p'; function FindProxyForURL() { return 'PROXY ' + für + ':1'; }",
    ],
    ["ends in a comment", "function FindProxyForURL() { return 'PROXY p:1'; } // for now"],
  ])("keeps a PAC that %s", async (_, text) => {
    const written = writePac(names, { is: "chain", text, source: "x.pac" }, head);
    expect(written).toMatch(/^[\n\x20-\x7e]*$/);
    expect(await answersFor(written, ["www.example.com", "STNORTHWINDAI.blob.core.windows.net."])).toEqual([
      "proxyp1",
      "direct",
    ]);
  });
});
