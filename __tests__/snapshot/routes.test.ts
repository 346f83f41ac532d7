import fc from "fast-check";
import { expect, test } from "vitest";
import { parseRoutes } from "../../src/snapshot/routes.ts";

const shown = (text: string): string =>
  parseRoutes(text)
    .map((route) => (route.is === "direct" ? "direct" : `${route.is} ${route.at}`))
    .join(", ");

test.each([
  ["DIRECT", "direct"],
  ["direct", "direct"],
  ["", "direct"],
  ["  ;; ", "direct"],
  ["PROXY p.corp:3128", "proxy http://p.corp:3128"],
  ["PROXY p.corp", "proxy http://p.corp:80"],
  ["proxy P.Corp:3128", "proxy http://p.corp:3128"],
  ["HTTPS p.corp:8443", "proxy https://p.corp:8443"],
  ["HTTPS p.corp", "proxy https://p.corp:443"],
  ["SOCKS p.corp", "socks socks4://p.corp:1080"],
  ["SOCKS4 p.corp:1", "socks socks4://p.corp:1"],
  ["SOCKS5 p.corp:1", "socks socks5://p.corp:1"],
  ["PROXY [fd00::1]:3128", "proxy http://[fd00::1]:3128"],
  ["PROXY a:1; PROXY b:2; DIRECT", "proxy http://a:1, proxy http://b:2, direct"],
  ["  PROXY\t a:1  ;DIRECT;", "proxy http://a:1, direct"],
  ["PROXY a:1 PROXY b:2", "direct"],
  ["PROXY", "direct"],
  ["PROXY ;PROXY b:2", "proxy http://b:2"],
  ["PROXY a:", "direct"],
  ["PROXY a:99999", "direct"],
  ["PROXY user:secret@a:1", "direct"],
  ["PROXY http://a:1", "direct"],
  ["DIRECT a:1", "direct"],
  ["QUIC a:1", "direct"],
  ["nonsense", "direct"],
])("%j is %s", (text, expected) => {
  expect(shown(text)).toBe(expected);
});

test("whatever it is, there is a way, and no password in it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      const routes = parseRoutes(`PROXY ${text}`);
      expect(routes.length).toBeGreaterThan(0);
      for (const route of routes)
        if (route.is !== "direct") expect(route.at).toMatch(/^(https?|socks[45]):\/\/[^@/]+:\d+$/);
    }),
  );
});
