import type { Look } from "./look.ts";

/** What one name resolves to for somebody, held against the private endpoint's addresses. */
export interface NameSaid {
  readonly from: string;
  readonly said: string;
  readonly is: "right" | "wrong" | "not known";
}

/** One name of a customer private endpoint with every answer there is. */
export interface NameRow {
  readonly name: string;
  readonly endpoint: string;
  readonly expected: readonly string[];
  readonly answers: readonly NameSaid[];
}

/** Every name of every customer private endpoint, as each network's DNS, each server and this machine resolve it. */
export function nameTable(_look: Look): readonly NameRow[] {
  return [];
}
