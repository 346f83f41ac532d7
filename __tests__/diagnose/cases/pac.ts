import { behindPac, besideEndpoint, outside } from "../../support/behind-pac.ts";
import { estateNamed } from "../../support/edit-estate.ts";
import { bodyPac, givenPac } from "../../vantage/given-pac.ts";
import type { BrokenCase } from "./broken-case.ts";

const estate = estateNamed("hardened");
const inside = besideEndpoint(estate, "pe-hub-northwind");

const toProxy = bodyPac('return isPlainHostName(host) ? "DIRECT" : "PROXY proxy.corp:3128; DIRECT";');

const everything = 'function FindProxyForURL() { return "PROXY proxy.corp:3128"; }';

/** The hub is as it should be; only the PAC comes between. */
export const pacCases: readonly BrokenCase[] = [
  {
    code: "SFH706",
    what: "the PAC sends everything to a proxy that can't reach a private endpoint",
    estate,
    parts: (run) => behindPac(run, toProxy, { machine: inside, proxy: "nowhere" }),
    shows:
      /^given\.pac sends .* and \d+ more to http:\/\/proxy\.corp:3128 first, and through it the service isn't reached: the proxy answers 502\.$/,
    mends: /secure-foundry-hub pac --chain given\.pac/,
  },
  {
    code: "SFH706",
    what: "the PAC sends everything to a proxy that goes to the public endpoint",
    estate,
    parts: (run) =>
      behindPac(run, { ...givenPac(everything), source: "proxy (old).pac" }, { machine: inside, proxy: outside }),
    shows:
      /to http:\/\/proxy\.corp:3128 first, and through it the service isn't reached: it opens, but not at 10\.[\d.]+, where the proxy doesn't get to: at the public endpoint/,
    mends: /`secure-foundry-hub pac --chain 'proxy \(old\)\.pac'`/,
  },
  {
    code: "SFH706",
    what: "the PAC sends one name to a proxy",
    estate,
    parts: (run) =>
      behindPac(run, bodyPac('return dnsDomainIs(host, ".blob.core.windows.net") ? "HTTPS proxy.corp" : "DIRECT";'), {
        machine: inside,
        proxy: "nowhere",
      }),
    shows: /sends stnorthwindai\.blob\.core\.windows\.net to https:\/\/proxy\.corp:443 first, and through it/,
    mends: /secure-foundry-hub pac --chain/,
  },
  {
    code: "SFH706",
    what: "the proxy can't be tried from where this runs",
    estate,
    parts: (run) => behindPac(run, toProxy, { machine: outside, proxy: "nowhere" }),
    shows: /whether that works can't be told: it could not be tried from where clients are/,
    mends: /secure-foundry-hub pac --chain/,
    isUnknown: true,
  },
  {
    code: "SFH706",
    what: "the proxy speaks SOCKS, which nothing here does",
    estate,
    parts: (run) => behindPac(run, bodyPac('return "SOCKS5 proxy.corp:1080";'), { machine: inside, proxy: inside }),
    shows: /to socks5:\/\/proxy\.corp:1080 first, and whether that works can't be told: it is a SOCKS proxy/,
    mends: /secure-foundry-hub pac --chain/,
    isUnknown: true,
  },
  {
    code: "SFH706",
    what: "the PAC decides by the address of something that isn't looked up",
    estate,
    parts: (run) =>
      behindPac(run, bodyPac('return isResolvable("intranet.corp") ? "DIRECT" : "PROXY proxy.corp:3128";'), {
        machine: inside,
        proxy: "nowhere",
      }),
    shows: /can't be told: it asks for the address of intranet\.corp, which isn't looked up here/,
    mends: /secure-foundry-hub pac --chain/,
    isUnknown: true,
  },
  {
    code: "SFH707",
    what: "the PAC is no script",
    estate,
    parts: (run) =>
      behindPac(run, givenPac("function FindProxyForURL(url, host) {\n  return (; }"), {
        machine: inside,
        proxy: inside,
      }),
    shows: /^given\.pac can't be evaluated: line 2: SyntaxError: /,
    mends: /^Mend given\.pac: line 2/,
  },
  {
    code: "SFH707",
    what: "the PAC fails for some names",
    estate,
    parts: (run) =>
      behindPac(run, bodyPac('if (shExpMatch(host, "*.vault.azure.net")) return vaults(host);\nreturn "DIRECT";'), {
        machine: inside,
        proxy: inside,
      }),
    shows:
      /^given\.pac can't be evaluated for kv-northwind-ai\.vault\.azure\.net: line 2: ReferenceError: vaults is not/,
    mends: /^Mend given\.pac/,
  },
];
