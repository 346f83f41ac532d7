import { execFile } from "node:child_process";
import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { completeFolder } from "./complete-folder.ts";
import { toolsCacheOf } from "./tools-cache.ts";

const run = promisify(execFile);

/** A program of Debian's, and the environment in which it finds its libraries. */
export interface DebianProgram {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

const programs = {
  chromium: { package: "chromium", file: "usr/lib/chromium/chromium" },
  dnsmasq: { package: "dnsmasq-base", file: "usr/sbin/dnsmasq" },
  dig: { package: "bind9-dnsutils", file: "usr/bin/dig" },
  nslookup: { package: "bind9-dnsutils", file: "usr/bin/nslookup" },
  busybox: { package: "busybox", file: "bin/busybox" },
} as const;

/**
 * Unpacks a program with what it needs beside it, without installing anything and without being root: from Debian's
 * packages by apt, once, into the tools cache. Rejects where there is no apt, or no network the first time.
 */
export async function debianProgram(name: keyof typeof programs): Promise<DebianProgram> {
  const { package: wanted, file } = programs[name];
  const folder = path.join(toolsCacheOf(process.env), `debian-${await release()}-${wanted}`);
  await completeFolder(folder, (empty) => unpack(empty, wanted));
  const root = path.join(folder, "root");
  return { file: path.join(root, file), env: { LD_LIBRARY_PATH: (await libraryFolders(root)).join(":") } };
}

/** Packages of one release don't run on another. */
async function release(): Promise<string> {
  const text = await readFile("/etc/os-release", "utf8");
  return /^VERSION_ID="?([\w.]+)/m.exec(text)?.[1] ?? "unknown";
}

async function unpack(folder: string, wanted: string): Promise<void> {
  const lists = path.join(folder, "lists");
  const archives = path.join(folder, "archives");
  await mkdir(path.join(lists, "partial"), { recursive: true });
  await mkdir(path.join(archives, "partial"), { recursive: true });
  await mkdir(path.join(folder, "root"));
  const options = [
    ...["-qq", "-y", "--no-install-recommends", "--download-only"],
    ...["-o", `Dir::State::Lists=${lists}`, "-o", `Dir::Cache=${folder}`, "-o", "Debug::NoLocking=1"],
    // A sandboxed downloader may not write into a folder of ours.
    ...["-o", "APT::Sandbox::User="],
  ];
  await run("apt-get", [...options, "update"]);
  await run("apt-get", [...options, "install", wanted]);
  const found = (await readdir(archives)).filter((name) => name.endsWith(".deb"));
  for (const name of found) await run("dpkg-deb", ["-x", path.join(archives, name), path.join(folder, "root")]);
  await rm(archives, { recursive: true });
}

/** What a linker's configuration would name, had it been installed. */
async function libraryFolders(root: string): Promise<readonly string[]> {
  const bases = ["usr/lib", "lib"].map((folder) => path.join(root, folder));
  const folders = await Promise.all(bases.map((base) => readdir(base, { withFileTypes: true }).catch(() => [])));
  const machines = folders.flatMap((entries, at) =>
    entries
      .filter((entry) => entry.isDirectory() && entry.name.endsWith("-linux-gnu"))
      .map((entry) => path.join(bases[at] ?? root, entry.name)),
  );
  return machines.flatMap((folder) => [folder, path.join(folder, "pulseaudio")]);
}
