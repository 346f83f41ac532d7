/** A real Chromium that asks for every host once, with a PAC and nothing of this machine's settings. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { debianProgram } from "../support/debian-program.ts";
import { open, type BrowserNetwork } from "./browser-network.ts";

/** Long enough for a machine that does other things too. */
const patienceMs = 120_000;

export interface Visit {
  readonly pac: string;
  readonly hosts: readonly string[];
}

/**
 * Opens a page that fetches `https://<host>/` of every host, and resolves once all of them have ended, well or not.
 * Rejects with what the browser said where there is no browser or it doesn't come to the end.
 */
export async function browse(network: BrowserNetwork, { pac, hosts }: Visit): Promise<void> {
  const { file, env } = await debianProgram("chromium").catch((error: unknown) => {
    throw new Error("Chromium can't be had: it is unpacked from Debian's packages by apt, once.", { cause: error });
  });
  const profile = await mkdtemp(path.join(tmpdir(), "secure-foundry-hub-chromium-"));
  const page = await servePage({ pac, hosts });
  const args = [
    ...["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"],
    ...["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions"],
    `--user-data-dir=${profile}`,
    `--proxy-pac-url=${page.url}/proxy.pac`,
    `--host-resolver-rules=MAP * 127.0.0.1:${network.directPort}, EXCLUDE 127.0.0.1`,
    "--ignore-certificate-errors",
    page.url,
  ];
  // A group of its own: it starts many processes, and all of them are to end.
  const child = spawn(file, args, {
    detached: true,
    env: { ...env, HOME: profile, PATH: "" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-4_000)));
  const gone = once(child, "close");
  try {
    await Promise.race([
      page.done,
      gone.then(() => Promise.reject(new Error(`Chromium ended by itself:\n${said}`))),
      once(AbortSignal.timeout(patienceMs), "abort").then(() =>
        Promise.reject(new Error(`Chromium took too long:\n${said}`)),
      ),
    ]);
  } finally {
    // By itself it takes its own processes along; whatever is left of the group is ended after that.
    child.kill("SIGTERM");
    await Promise.race([gone, once(AbortSignal.timeout(10_000), "abort")]).catch(() => undefined);
    if (child.pid !== undefined) endGroup(child.pid);
    await gone.catch(() => undefined);
    await page.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  }
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

interface Page {
  readonly url: string;
  readonly done: Promise<void>;
  close(): Promise<void>;
}

async function servePage({ pac, hosts }: Visit): Promise<Page> {
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (finish = resolve));
  const answers: Readonly<Record<string, readonly [type: string, text: string]>> = {
    "/": ["text/html", `<!doctype html><script>(${String(fetchAll)})(${JSON.stringify(hosts)})</script>`],
    "/proxy.pac": ["application/x-ns-proxy-autoconfig; charset=utf-8", pac],
  };
  const server = await open(
    createServer((request, response) => {
      const [type, text] = answers[request.url ?? ""] ?? ["text/plain", ""];
      response.setHeader("content-type", type).end(text);
      if (request.url === "/done") finish();
    }),
  );
  return { url: `http://127.0.0.1:${server.port}`, done, close: () => server.close() };
}

/** Runs in the page. */
async function fetchAll(hosts: readonly string[]): Promise<void> {
  await Promise.allSettled(hosts.map((host) => fetch(`https://${host}/`, { mode: "no-cors", cache: "no-store" })));
  await fetch("/done");
}
