import { expect, test } from "vitest";
import { readEnvironmentProxy } from "../../src/cli/environment-proxy.ts";

const a = "http://a:3128";
const b = "http://b:3128";

test.each([
  [{ HTTPS_PROXY: a, ALL_PROXY: b, HTTP_PROXY: b }, "HTTPS_PROXY"],
  [{ https_proxy: a, ALL_PROXY: b }, "https_proxy"],
  [{ HTTPS_PROXY: "", all_proxy: a, HTTP_PROXY: b }, "all_proxy"],
  [{ http_proxy: a }, "http_proxy"],
])("of %j, %s counts", (env, variable) => {
  expect(readEnvironmentProxy(env).proxy).toEqual({ variable, at: a, except: [] });
});

test.each([{}, { HTTPS_PROXY: "" }, { NO_PROXY: "a.example" }])("%j names none", (env) => {
  expect(readEnvironmentProxy(env)).toEqual({ proxy: undefined, proxyAuthorization: undefined });
});

test("NO_PROXY is taken apart at its commas; its capitals win", () => {
  const read = (env: Readonly<Record<string, string>>) =>
    readEnvironmentProxy({ HTTPS_PROXY: a, ...env }).proxy?.except;
  expect(read({ NO_PROXY: " a.example , .b.example,,c d" })).toEqual(["a.example", ".b.example", "c d"]);
  expect(read({ NO_PROXY: "a.example", no_proxy: "b.example" })).toEqual(["a.example"]);
  expect(read({ NO_PROXY: "", no_proxy: "b.example" })).toEqual(["b.example"]);
});

test("user and password are kept apart from what is shown", () => {
  const { proxy, proxyAuthorization } = readEnvironmentProxy({
    https_proxy: "https://ann:s%40same@proxy.example:8443/x",
  });
  expect(proxy?.at).toBe("https://proxy.example:8443");
  expect(proxyAuthorization).toBe(`Basic ${btoa("ann:s@same")}`);
  expect(readEnvironmentProxy({ https_proxy: "http://ann:50%off@proxy" }).proxyAuthorization).toBe(
    `Basic ${btoa("ann:50%off")}`,
  );
});
