import { installAddressFunctions, unansweredNames, type AddressFacts } from "./address-functions.ts";
import { installNameFunctions } from "./name-functions.ts";
import { installTimeFunctions } from "./time-functions.ts";

/** What a sandbox evaluates, one after another in one global scope; the last one's value is its answer. */
export interface Scripts {
  readonly texts: readonly string[];
  /** What the clock inside shows, in ms since the epoch. */
  readonly now: number;
}

/** The place of a PAC's own text among the scripts: errors name its lines. */
export const pacScript = 1;

/** FindProxyForURL for https requests to the host, as Chrome calls it: without the path, with the host in lower case. */
export function askingScripts(pac: string, facts: AddressFacts, now: number): Scripts {
  return {
    texts: [prelude(facts, now), pac, `(${String(ask)})(globalThis, ${quote([facts.host, unansweredNames])})`],
    now,
  };
}

/** Only loads it: fails where there is a fault in the text, or no FindProxyForURL. */
export function loadingScripts(pac: string, facts: AddressFacts, now: number): Scripts {
  return { texts: [prelude(facts, now), pac, `(${String(load)})(globalThis)`], now };
}

function prelude(facts: AddressFacts, now: number): string {
  return [
    `(${String(installNameFunctions)})(globalThis);`,
    `(${String(installAddressFunctions)})(globalThis, ${quote(facts)}, ${quote(unansweredNames)});`,
    `(${String(installTimeFunctions)})(globalThis, ${now});`,
  ].join("\n");
}

/** As JavaScript text. */
function quote(value: unknown): string {
  return JSON.stringify(value);
}

/** The global object inside, as far as it matters here. */
interface Inside extends Record<string, unknown> {
  FindProxyForURL?: (url: string, host: string) => unknown;
}

/** Evaluated inside: names nothing of this file. */
function load(inside: Inside): string {
  if (typeof inside.FindProxyForURL !== "function") throw new Error("there is no function FindProxyForURL in it");
  return "loaded";
}

/** Evaluated inside: names nothing of this file. */
function ask(inside: Inside, [host = "", unanswered = ""]: readonly string[]): string {
  if (typeof inside.FindProxyForURL !== "function") throw new Error("there is no function FindProxyForURL in it");
  const said = inside.FindProxyForURL(`https://${host}/`, host);
  return JSON.stringify({
    kind: said === null ? "null" : typeof said,
    text: typeof said === "string" ? said : "",
    unanswered: inside[unanswered],
  });
}
