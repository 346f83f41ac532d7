import { lookup } from "node:dns/promises";
import type { Vantage } from "../ports.ts";
import type { ProxySettings } from "../snapshot/proxy.ts";

/** The network from this machine. */
export function createVantage({ proxy }: { readonly proxy: ProxySettings | undefined }): Vantage {
  return {
    proxy,
    async resolve(name) {
      const found = await lookup(name, { all: true, family: 4 }).catch(() => []);
      return found.length === 0
        ? { is: "silent" }
        : { is: "addresses", addresses: found.map(({ address }) => address) };
    },
    knock: async () => ({ is: "not connected", why: "not tried" }),
    knockThrough: async () => ({ is: "not connected", why: "not tried" }),
  };
}
