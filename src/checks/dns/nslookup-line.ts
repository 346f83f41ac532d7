import { readServer } from "../../snapshot/name-server.ts";

/**
 * A line that asks a server for a name, the same in cmd, PowerShell and every Unix shell. The dot at the end keeps a
 * search domain out.
 */
export function nslookupLine(name: string, server: string): string {
  const { address, port } = readServer(server) ?? { address: server, port: 53 };
  return `nslookup ${port === 53 ? "" : `-port=${port} `}${name}. ${address}`;
}
