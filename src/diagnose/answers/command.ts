import { readName, readPlace, type Line } from "./line.ts";

/**
 * A command line that was pasted along, behind any prompt: it tells the name where the output doesn't. What PowerShell
 * repeats of it below an error begins with a plus and tells nothing new.
 */
export function readCommand(line: string): Line | undefined {
  if (/^\s*\+ /.test(line)) return undefined;
  const found = /(?:^|[\s>$#%❯])(nslookup|dig|Resolve-DnsName)(?:\.exe)?((?:\s+\S+)+)\s*$/i.exec(line);
  if (found === null) return readPromptedName(line);
  const words = (found[2] ?? "").trim().split(/\s+/).slice(0, 40);
  switch ((found[1] ?? "").toLowerCase()) {
    case "dig":
      return { is: "command", ...digWords(words) };
    case "nslookup":
      return { is: "command", ...nslookupWords(words) };
    default:
      return { is: "command", ...resolveWords(words) };
  }
}

interface Words {
  readonly names: readonly string[];
  readonly server: string | undefined;
}

/** nslookup's own prompt: "> kv.vault.azure.net". */
function readPromptedName(line: string): Line | undefined {
  const [, word = ""] = /^> *(\S+)\s*$/.exec(line) ?? [];
  const name = readName(word);
  return name === undefined ? undefined : { is: "command", names: [name], server: undefined };
}

function nslookupWords(words: readonly string[]): Words {
  const [name = "", server = ""] = untilRedirection(words).filter((word) => !word.startsWith("-"));
  const port = words.flatMap((word) => /^-port=(\d+)$/i.exec(word)?.[1] ?? [])[0];
  return { names: someName(name), server: withPort(readPlace(server), port) };
}

/** Also what stands in dig's own first line. */
export function digWords(words: readonly string[]): Words {
  const before = untilRedirection(words);
  const port = before[before.indexOf("-p") + 1];
  const names = before.filter((word, i) => !/^[@+-]/.test(word) && before[i - 1] !== "-p").flatMap(someName);
  const server = before.find((word) => word.startsWith("@"))?.slice(1);
  return { names, server: withPort(readPlace(server ?? ""), before.includes("-p") ? port : undefined) };
}

function resolveWords(words: readonly string[]): Words {
  const before = untilRedirection(words);
  const server = before[before.findIndex((word) => /^-server$/i.test(word)) + 1];
  const plain = before.filter((word, i) => !word.startsWith("-") && !/^-(?!name$)/i.test(before[i - 1] ?? ""));
  return {
    names: plain.slice(0, 1).flatMap(someName),
    server: before.some((w) => /^-server$/i.test(w)) ? readPlace(server ?? "") : undefined,
  };
}

function untilRedirection(words: readonly string[]): readonly string[] {
  const end = words.findIndex((word) => /^[12&]?[>|]/.test(word));
  return end === -1 ? words : words.slice(0, end);
}

function someName(word: string): readonly string[] {
  const name = readName(word.replace(/^["']|["']$/g, ""));
  return name === undefined ? [] : [name];
}

function withPort(server: string | undefined, port: string | undefined): string | undefined {
  return server === undefined || port === undefined || port === "53" ? server : readPlace(`[${server}]:${port}`);
}
