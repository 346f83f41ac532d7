/** Why nothing was said to a service: the end of a knock that any of its steps may come to. */
export class NotConnected extends Error {
  override readonly name = "NotConnected";
  /** What a proxy answered instead of a connection. */
  readonly status: number | undefined;

  constructor(why: string, status?: number) {
    super(why);
    this.status = status;
  }
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "the connection was reset",
  EPIPE: "the connection was closed",
  ETIMEDOUT: "timed out",
  ABORT_ERR: "timed out",
  EHOSTUNREACH: "no route to it",
  ENETUNREACH: "no route to it",
  ENOTFOUND: "its name doesn't resolve",
  EAI_AGAIN: "its name doesn't resolve",
};

/** A fault of a socket, in words; the code where there are none. */
export function describeSocketFault(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return words[code] ?? oneLine(code === "" ? String(error) : code);
}

/** What somebody on the network says of themselves, fit for a line. */
export function oneLine(text: string, most = 120): string {
  const plain = text.replace(/[\p{C}\s]+/gu, " ").trim();
  return plain.length <= most ? plain : `${plain.slice(0, most - 1)}…`;
}
