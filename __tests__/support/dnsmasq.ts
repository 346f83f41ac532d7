/** A real DNS server: Debian's dnsmasq on the loopback address. */
import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { scratchFile } from "../cli/spawned.ts";
import { debianProgram } from "./debian-program.ts";

export interface LocalServer {
  readonly port: number;
  /** As a network has it: "127.0.0.1:5353". */
  readonly at: string;
  stop(): Promise<void>;
}

/** Everything below these is there only where a line says so. */
const closed = ["net", "com", "ms", "io"].map((top) => `local=/${top}/`);

/** Serves what the lines of its configuration say, and NXDOMAIN for everything else. */
export async function startDnsmasq(lines: readonly string[], port?: number): Promise<LocalServer> {
  const { file, env } = await debianProgram("dnsmasq");
  const own = port ?? (await freePort());
  const basis = [
    `port=${own}`,
    "listen-address=127.0.0.1",
    "bind-interfaces",
    "no-resolv",
    "no-hosts",
    "pid-file=",
    ...closed,
  ];
  const config = scratchFile("dnsmasq.conf", [...basis, ...lines, ""].join("\n"));
  const child = spawn(file, ["--keep-in-foreground", "--log-facility=-", `--conf-file=${config}`], { env: { ...env } });
  let said = "";
  const ended = once(child, "exit");
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("started")) resolve();
    });
    void ended.then(() => reject(new Error(`dnsmasq ended: ${said}`)));
  });
  return {
    ...placeAt(own),
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

/** Takes every question and answers none. */
export async function startSilence(): Promise<LocalServer> {
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => {
    socket.bind(0, "127.0.0.1", resolve);
  });
  return {
    ...placeAt(socket.address().port),
    stop: () =>
      new Promise((resolve) => {
        socket.close(resolve);
      }),
  };
}

function placeAt(port: number): Pick<LocalServer, "port" | "at"> {
  return { port, at: `127.0.0.1:${port}` };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
