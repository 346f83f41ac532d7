/** PACs for tests, evaluated in the real sandbox. */
import type { PacAnswer } from "../../src/ports.ts";
import type { NameAnswer } from "../../src/snapshot/network.ts";
import { createPac, type OpenedPac } from "../../src/vantage/pac.ts";

export interface GivenSurroundings {
  readonly addresses?: NameAnswer["answer"];
  readonly ownAddress?: string;
  /** As Date reads it. */
  readonly at?: string;
  readonly limitMs?: number;
}

export function givenPac(text: string, given: GivenSurroundings = {}): OpenedPac {
  const {
    addresses = { is: "addresses", addresses: ["10.1.2.4"] },
    ownAddress = "10.9.9.9",
    at,
    limitMs = 10_000,
  } = given;
  return createPac("given.pac", text, {
    resolve: () => Promise.resolve(addresses),
    ownAddress,
    now: () => Date.parse(at ?? "2026-11-28T12:30:15Z"),
    limitMs,
  });
}

/** A PAC whose function is this body. */
export function bodyPac(body: string, given?: GivenSurroundings): OpenedPac {
  return givenPac(`function FindProxyForURL(url, host) {\n${body}\n}`, given);
}

/**
 * What each expression of url and host comes to, by way of FindProxyForURL in one sandbox: "true", "10.1.2.4", "null",
 * or "fails". What is no letter, digit or dot is left out.
 */
export async function evaluateAll(
  expressions: readonly string[],
  given?: GivenSurroundings,
): Promise<Readonly<Record<string, string>>> {
  const tries = expressions.map(
    (text) => `(function () { try { return ${text}; } catch (error) { return "fails"; } }).call(this)`,
  );
  const body = `return [${tries.join(",\n")}].map(function (value) {
    return "PROXY is-" + String(value).replace(/[^\\w.]/g, "") + ":1";
  }).join(";");`;
  const answer = await bodyPac(body, given).route("HOST.Example");
  if (answer.is === "fails") throw new Error(answer.why);
  const values = answer.routes.map((route) =>
    route.is === "proxy" ? route.at.slice("http://is-".length, -2) : route.is,
  );
  return Object.fromEntries(expressions.map((text, at) => [text, values[at] ?? "nothing"]));
}

export function shown(answer: PacAnswer): string {
  if (answer.is === "fails") return `fails: ${answer.why}`;
  return answer.routes.map((route) => (route.is === "direct" ? "direct" : route.at)).join(" ");
}

/**
 * What FindProxyForURL of a PAC answers for each host, in one sandbox: "direct", "proxyp.corp3128" (in lower case;
 * what is no letter, digit or dot is left out), or "fails".
 */
export async function answersFor(text: string, hosts: readonly string[]): Promise<readonly string[]> {
  const asked = hosts.map((host) => JSON.stringify(host)).join(",");
  const pac = givenPac(`${text}
    ;(function (inner) {
      FindProxyForURL = function () {
        return [${asked}].map(function (host) {
          var said; try { said = inner("https://" + host + "/", host); } catch (error) { said = "fails"; }
          return "PROXY is-" + String(said).replace(/[^\\w.]/g, "") + ":1";
        }).join(";");
      };
    })(FindProxyForURL);`);
  const answer = await pac.route("any.example");
  if (answer.is === "fails") throw new Error(answer.why);
  return answer.routes.map((route) => (route.is === "proxy" ? route.at.slice("http://is-".length, -2) : route.is));
}
