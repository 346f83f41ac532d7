import type { Vantage } from "../ports.ts";
import { outwardAddress } from "../vantage/own-addresses.ts";
import type { PacSurroundings } from "../vantage/pac.ts";

/** What a PAC is evaluated with on this machine. */
export async function pacSurroundings(
  { resolve }: Pick<Vantage, "resolve">,
  signal: AbortSignal,
): Promise<PacSurroundings> {
  return { resolve, ownAddress: await outwardAddress(), now: Date.now, signal };
}
