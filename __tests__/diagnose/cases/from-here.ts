import type { Vantage } from "../../../src/ports.ts";
import type { Knock } from "../../../src/snapshot/evidence.ts";
import { blob, declared, hardened, proxySettings, resolving, seenInside, vault } from "../inside.ts";
import type { BrokenCase } from "./broken-case.ts";

/** Where a machine in the endpoints' network finds one door otherwise. */
function knocking(code: "SFH702" | "SFH703", what: string, knock: Knock, shows: RegExp, mends: RegExp): BrokenCase {
  return {
    ...{ code, what, shows, mends, estate: hardened },
    parts: ({ twin }) => {
      const inside = seenInside(twin);
      const otherwise: Vantage["knock"] = async (name, at) => (name === blob ? knock : inside.knock(name, at));
      return { vantage: { ...inside, knock: otherwise } };
    },
  };
}

/** Where that machine's clients use a proxy. */
function proxied(
  what: string,
  knockThrough: Vantage["knockThrough"],
  rest: Pick<BrokenCase, "shows" | "mends"> & Partial<BrokenCase> & { readonly except?: readonly string[] },
): BrokenCase {
  const { except = [], ...more } = rest;
  const parts: BrokenCase["parts"] = ({ twin }) => ({
    vantage: seenInside(twin, { proxy: proxySettings(...except), knockThrough }),
  });
  return { code: "SFH704", what, estate: hardened, parts, ...more };
}

const refused: Knock = { is: "not connected", why: "the proxy won't: it answers 502 Bad Gateway", status: 502 };
const opened: Knock = { is: "opened" };
const identityEndpoint = "169.254.169.254";

export const fromHereCases: readonly BrokenCase[] = [
  {
    code: "SFH701",
    what: "a machine inside gets the public address of one name",
    estate: hardened,
    parts: ({ twin }) => ({ vantage: resolving(twin, blob, { is: "addresses", addresses: ["20.60.1.2"] }) }),
    shows:
      /stnorthwindai\.blob\.core\.windows\.net resolves to the public address 20\.60\.1\.2 here instead of 10\.20\.1\.7/,
    mends: /Azure DNS \(168\.63\.129\.16\) from inside vnet-northwind-core/,
  },
  {
    code: "SFH701",
    what: "a machine inside gets another private address",
    estate: hardened,
    parts: ({ twin }) => ({ vantage: resolving(twin, vault, { is: "addresses", addresses: ["10.99.0.9"] }) }),
    shows: /kv-northwind-ai\.vault\.azure\.net resolves to 10\.99\.0\.9 here instead of 10\.20\.1\.9/,
    mends: /hosts file/,
  },
  {
    code: "SFH701",
    what: "a machine inside gets the right address and a wrong one",
    estate: hardened,
    parts: ({ twin }) => ({
      vantage: resolving(twin, vault, { is: "addresses", addresses: ["10.20.1.9", "10.99.0.9"] }),
    }),
    shows: /10\.20\.1\.9, 10\.99\.0\.9/,
    mends: /hosts file/,
  },
  {
    code: "SFH701",
    what: "a name doesn't exist for a machine inside",
    estate: hardened,
    parts: ({ twin }) => ({ vantage: resolving(twin, blob, { is: "nxdomain" }) }),
    shows: /has no address \(NXDOMAIN\)/,
    mends: /168\.63\.129\.16/,
  },
  {
    code: "SFH701",
    what: "one name of many gets no answer, as from a forwarder that can't be reached",
    estate: hardened,
    parts: ({ twin }) => ({ vantage: resolving(twin, blob, { is: "silent" }) }),
    shows: /gets no answer from this machine's resolver/,
    mends: /168\.63\.129\.16/,
  },
  {
    code: "SFH701",
    what: "the resolver of a machine inside answers nothing at all",
    estate: hardened,
    options: { runner: declared },
    parts: ({ twin }) => ({ vantage: seenInside(twin, { resolve: async () => ({ is: "silent" }) }) }),
    shows: /gets no answer from this machine's resolver/,
    mends: /168\.63\.129\.16/,
    isUnknown: true,
  },
  knocking(
    "SFH702",
    "packets to one endpoint are lost",
    { is: "not connected", why: "timed out" },
    /stnorthwindai\.blob\.core\.windows\.net at 10\.20\.1\.7, port 443: timed out/,
    /TCP 443/,
  ),
  knocking(
    "SFH703",
    "somebody opens TLS in between",
    {
      is: "another certificate",
      why: 'the certificate is issued by "Proxy of Northwind", whom this machine doesn\'t trust',
    },
    /at 10\.20\.1\.7, port 443: the certificate is issued by "Proxy of Northwind"/,
    /NODE_EXTRA_CA_CERTS/,
  ),
  proxied("the proxy can't reach private endpoints, and direct one can", async () => refused, {
    shows:
      /Through http:\/\/proxy\.northwind\.example:3128, which HTTPS_PROXY names: .*: the proxy won't: it answers 502 Bad Gateway; direct it opens/,
    mends: /NO_PROXY=localhost,.*stnorthwindai\.blob\.core\.windows\.net.*168\.63\.129\.16/,
    except: ["localhost"],
  }),
  proxied(
    "the proxy wants to be signed in to",
    async () => ({ ...refused, why: "the proxy wants a user and password, and is given none (407)", status: 407 }),
    {
      shows: /\(407\)/,
      mends: /NO_PROXY=/,
    },
  ),
  proxied(
    "the proxy opens TLS",
    async () => ({
      is: "another certificate",
      why: 'the certificate is issued by "Northwind", whom this machine doesn\'t trust',
    }),
    { shows: /issued by "Northwind"/, mends: /NO_PROXY=/ },
  ),
  proxied(
    "the proxy goes to the public endpoints, since it doesn't get to the private ones",
    async (_name, _proxy, address) => (address === undefined ? opened : refused),
    {
      shows: /it opens, but not at 10\.20\.1\.7, where the proxy doesn't get to/,
      mends: /NO_PROXY=.*168\.63\.129\.16/,
    },
  ),
  proxied("only some clients would ask the proxy that fails", async () => refused, {
    shows: /not every client sends it there/,
    mends: /NO_PROXY=/,
    except: ["azureml.ms", "azure.net", "windows.net", "azurecr.io", "azure.com", identityEndpoint],
    isUnknown: true,
  }),
  {
    code: "SFH704",
    what: "the proxy can't be asked by HTTP",
    estate: hardened,
    parts: ({ twin }) => ({
      vantage: seenInside(twin, { proxy: { ...proxySettings(), variable: "ALL_PROXY", at: "socks5://proxy:1080" } }),
    }),
    shows: /only HTTP proxies can be asked from here/,
    mends: /NO_PROXY=/,
    isUnknown: true,
  },
  proxied("a machine in the network would ask the identity endpoint through a proxy that works", async () => opened, {
    code: "SFH705",
    options: { runner: declared },
    shows: /HTTPS_PROXY names http:\/\/proxy\.northwind\.example:3128, and NO_PROXY doesn't except 169\.254\.169\.254/,
    mends: /NO_PROXY=localhost,169\.254\.169\.254/,
    except: ["localhost"],
  }),
];
