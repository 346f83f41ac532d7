import { digWords } from "./command.ts";
import { readName, readPlace, type Line } from "./line.ts";

/** The lines that only dig prints. */
export function readDigLine(line: string): Line | undefined {
  const [, words] = /^; <<>> DiG .{1,120}? <<>>(.*)$/.exec(line) ?? [];
  if (words !== undefined) return { is: "dig header", ...digWords(words.trim().split(/\s+/)) };
  const [, status] = /^;; ->>HEADER<<-.{0,40} status: (\w+)/.exec(line) ?? [];
  if (status !== undefined) return { is: "dig status", status: status.toUpperCase() };
  const [, server] = /^;; SERVER: (\S+?)(?:\(.*)?$/.exec(line) ?? [];
  if (server !== undefined) return { is: "dig server", server: readPlace(server) ?? "" };
  const [, asked = "", type = ""] = /^;(\S+?)\s+IN\s+(\w+)$/.exec(line.trimEnd()) ?? [];
  const name = readName(asked);
  return name === undefined ? undefined : { is: "dig question", name, type };
}
