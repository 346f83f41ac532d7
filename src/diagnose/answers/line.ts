import { readAddress } from "../../snapshot/name-server.ts";

/** What one line of a terminal says, by its structure: words of one language decide only where structure can't. */
export type Line =
  | { readonly is: "blank" }
  /** Says nothing about any name: a prompt, a comment, a word of explanation. */
  | { readonly is: "noise" }
  | { readonly is: "command"; readonly names: readonly string[]; readonly server: string | undefined }
  /** "Server:  UnKnown", "Address: 10.0.0.4#53", "Aliases:  a.b": a label and one value. */
  | { readonly is: "pair"; readonly label: string; readonly value: string }
  /** A value alone, below a pair: one more address or alias. */
  | { readonly is: "more"; readonly value: string }
  | { readonly is: "alias"; readonly from: string; readonly to: string }
  | { readonly is: "record"; readonly name: string; readonly type: string; readonly value: string }
  | { readonly is: "dig header"; readonly names: readonly string[]; readonly server: string | undefined }
  | { readonly is: "dig status"; readonly status: string }
  | { readonly is: "dig question"; readonly name: string; readonly type: string }
  | { readonly is: "dig server"; readonly server: string }
  /** No such name, or no answer. */
  | Failure
  /** Nothing came back from the server of that address. */
  | { readonly is: "lost"; readonly server: string }
  /** An address or a name all by itself, as `dig +short` prints it. */
  | { readonly is: "bare"; readonly value: string }
  | { readonly is: "unreadable" };

export interface Failure {
  readonly is: "failure";
  /** All names in the line, of which one may be the server's. */
  readonly names: readonly string[];
  /** `untold` in a language in which only a request that timed out is told without a response code. */
  readonly outcome: "nxdomain" | "silent" | "untold";
  readonly hasAddress: boolean;
}

/** Lower case, without the dot at the end. Undefined for what is no name of several labels. */
export function readName(text: string): string | undefined {
  const name = text.toLowerCase().replace(/\.$/, "");
  const isName = name.length <= 253 && /^[\w*-]{1,63}(\.[\w-]{1,63})+$/.test(name) && !/^[\d.]+$/.test(name);
  return isName ? name : undefined;
}

/** "10.0.0.4", "10.0.0.4#53", "10.0.0.4:53", "[fd00::4]:53", with what busybox writes behind. */
export function readPlace(text: string): string | undefined {
  const [first = ""] = text.trim().split(/\s/);
  const [, bracketed, port] = /^\[([^\]]+)\](?:[:#](\d+))?$/.exec(first) ?? [];
  if (bracketed !== undefined) return placeText(bracketed, port);
  const [, before = first, behind] = /^(.+)#(\d+)$/.exec(first) ?? /^([\d.]+):(\d+)$/.exec(first) ?? [];
  return placeText(before, behind);
}

function placeText(text: string, port: string | undefined): string | undefined {
  const address = readAddress(text);
  if (address === undefined || port === undefined || port === "53") return address;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/** All names of several labels in a text, in their order. */
export function namesIn(text: string): readonly string[] {
  return (text.match(/[\w*-]+(?:\.[\w-]+)+/g) ?? []).flatMap((found) => readName(found) ?? []);
}
