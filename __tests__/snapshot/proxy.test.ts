import fc from "fast-check";
import { expect, test } from "vitest";
import { goesThrough, whoGoesThrough, type ProxySettings } from "../../src/snapshot/proxy.ts";

const host = "st1.blob.core.windows.net";

function settings(...except: readonly string[]): ProxySettings {
  return { variable: "HTTPS_PROXY", at: "http://proxy:3128", except };
}

test.each([
  ["", "every client"],
  ["localhost", "every client"],
  [host, "no client"],
  [".blob.core.windows.net", "no client"],
  [".windows.net", "no client"],
  ["blob.core.windows.net", "some clients"],
  ["*.blob.core.windows.net", "some clients"],
  ["*", "some clients"],
  [`${host}:443`, "some clients"],
  [host.toUpperCase(), "some clients"],
  [`localhost ${host}`, "some clients"],
  ["t1.blob.core.windows.net", "every client"],
  [`.${host}`, "some clients"],
  ["10.0.0.0/8", "every client"],
])("with NO_PROXY=%s, %s sends the name through", (entry, who) => {
  expect(whoGoesThrough(settings(entry), host)).toBe(who);
  expect(whoGoesThrough(settings("localhost", entry), host.toUpperCase())).toBe(who);
});

test.each([
  ["169.254.169.254", "no client"],
  ["169.254.0.0/16", "some clients"],
  ["10.0.0.0/8", "every client"],
  ["169.254.169.25", "every client"],
])("with NO_PROXY=%s, %s asks the identity endpoint through it", (entry, who) => {
  expect(whoGoesThrough(settings(entry), "169.254.169.254")).toBe(who);
});

test("HTTP_PROXY alone is for https to some clients only", () => {
  const proxy = { ...settings(), variable: "http_proxy" };
  expect(whoGoesThrough(proxy, host)).toBe("some clients");
  expect(whoGoesThrough({ ...proxy, except: [host] }, host)).toBe("no client");
});

test("a name that is listed itself never goes through, whatever else is listed", () => {
  const entry = fc.oneof(fc.domain(), fc.constantFrom("*", "", "*.net", "10.0.0.0/8"), fc.string());
  fc.assert(
    fc.property(fc.array(entry), fc.domain(), (others, name) => {
      const listed = name.toLowerCase();
      expect(goesThrough(settings(...others, listed), name)).toBe(false);
    }),
  );
});
