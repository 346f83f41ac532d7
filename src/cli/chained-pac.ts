import { RunError } from "../errors.ts";
import { createPac, openPac } from "../vantage/pac.ts";
import { pacSurroundings } from "./pac-surroundings.ts";

/** A PAC that is to become part of another. */
export interface ChainedPac {
  readonly text: string;
  /** Tries what was written with it: `direct` is a host that must go direct. Throws RunError SFH912 where it can't be. */
  check(written: string, direct: string): Promise<void>;
}

/** A host that no PAC of ours knows. */
const elsewhere = "www.example.com";

/** Reads a PAC and tries whether it can be evaluated at all. Throws RunError SFH912 where it can't be. */
export async function openChain(file: string, signal: AbortSignal): Promise<ChainedPac> {
  // No host's address matters here: only whether it can be evaluated.
  const surroundings = await pacSurroundings({ resolve: async () => ({ is: "nxdomain" }) }, signal);
  const pac = await openPac(file, surroundings);
  const fault = await pac.fault();
  if (fault !== undefined) {
    throw new RunError("SFH912", `The PAC ${file} can't be evaluated: ${fault}.`, {
      fix: "Mend it at the place named; browsers can't evaluate it either.",
    });
  }
  return {
    text: pac.text,
    // What worked alone may not work inside a function, or may reach out of it: told before anybody serves it.
    async check(written, direct) {
      const whole = createPac("the PAC written", written, surroundings);
      const [inside, outside, alone] = await Promise.all([
        whole.route(direct),
        whole.route(elsewhere),
        pac.route(elsewhere),
      ]);
      const isDirect = inside.is === "routes" && inside.routes.every((route) => route.is === "direct");
      if (isDirect && (outside.is === "routes" || alone.is === "fails")) return;
      const why = [inside, outside].flatMap((answer) => (answer.is === "fails" ? [`: ${answer.why}`] : []))[0] ?? "";
      throw new RunError("SFH912", `The PAC ${file} can't be made part of another${why}.`, {
        fix: "Let it declare FindProxyForURL as a function, set nothing on the global object, and keep characters beyond ASCII to texts and comments.",
      });
    },
  };
}
