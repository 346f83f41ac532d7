import { readName, readPlace } from "./line.ts";

/** "Server" and "Address", or "Name" and "Address": two lines that look the same. */
export interface PairOfLines {
  readonly label: string;
  readonly value: string;
  readonly address: string;
}

/** What the labels of a file have turned out to mean: its language says them always the same. */
export interface KnownLabels {
  readonly server: string | undefined;
  readonly name: string | undefined;
}

const serverWords = /^(default )?(server|serveur|servidor|serwer|サーバー|服务器|伺服器|сервер)/i;
const nameWords = /^(name|nom|nombre|nome|naam|nazwa|名前|名称|名稱|имя)/i;

/**
 * True where the two lines tell the server, false where they tell a name's address. The server stands first in each
 * answer, so its place decides where neither value nor word does.
 */
export function isServerPair({ label, value, address }: PairOfLines, known: KnownLabels, isFirst: boolean): boolean {
  if (readPlace(value) !== undefined || readName(value) === undefined || /#\d+$/.test(address)) return true;
  if (serverWords.test(label) || label === known.server) return true;
  if (nameWords.test(label) || label === known.name) return false;
  return isFirst;
}
