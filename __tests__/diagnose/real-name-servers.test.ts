/** A real dnsmasq as the network's DNS server, and the real nslookup and dig, whose output goes back in. */
import { execFile } from "node:child_process";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { parseAnswers } from "../../src/diagnose/answers/parse-answers.ts";
import { reportSchema } from "../../src/report/report-schema.ts";
import { createNameServers } from "../../src/vantage/name-servers.ts";
import { runCli, scratchFile, startTwin } from "../cli/spawned.ts";
import { closeEverything, runOnTwin } from "../runbook/run-on-twin.ts";
import { vault, withServers, withShortNames } from "../support/custom-dns.ts";
import { debianProgram } from "../support/debian-program.ts";
import { startDnsmasq, startSilence, type LocalServer } from "../support/dnsmasq.ts";
import { connectTwin } from "../support/in-process.ts";
import { lookBeforeWriting } from "../support/look.ts";

const time = { timeout: 240_000 };

const blob = "stnorthwindai.blob.core.windows.net";
const file = "stnorthwindai.file.core.windows.net";
const search = "srch-northwind.search.windows.net";

/** A report, as it is read back. */
type Told = ReturnType<typeof reportSchema.parse>;

let silence: LocalServer;
/** Of every private endpoint of the hub: the name and its address. */
let held: readonly { readonly name: string; readonly address: string }[];

beforeAll(async () => {
  silence = await startSilence();
  const estate = withShortNames();
  const { world, clock } = await connectTwin(estate);
  const snapshot = await lookBeforeWriting(world, estate.hub, closeEverything(), clock);
  held = snapshot.privateEndpoints.flatMap((endpoint) => endpoint.addresses).filter(({ name }) => !name.includes("*"));
}, 60_000);

afterAll(() => silence.stop());

/** Right for every name but those that have a line of their own. */
function configured(own: Readonly<Record<string, string>> = {}): readonly string[] {
  const right = held.filter(({ name }) => own[name] === undefined);
  return [...right.map(({ name, address }) => `host-record=${name},${address}`), ...Object.values(own)];
}

async function serve(own: Readonly<Record<string, string>> = {}, port?: number): Promise<LocalServer> {
  const server = await startDnsmasq(configured(own), port);
  onTestFinished(() => server.stop());
  return server;
}

/** One name is right, one public, one missing, one stale, and one is forwarded to nobody. */
function everyKind(): Readonly<Record<string, string>> {
  return {
    [vault]: `host-record=${vault},20.60.7.7`,
    [blob]: `local=/${blob}/`,
    [search]: `host-record=${search},10.20.1.99`,
    [file]: `server=/${file}/127.0.0.1#${silence.port}`,
  };
}

const ofDns = (report: {
  readonly findings: readonly Pick<Told["findings"][number], "code" | "state" | "detail">[];
}): readonly string[] =>
  report.findings
    .filter(({ code }) => /^SFH6(05|06|11)/.test(code))
    .map(({ code, state, detail }) => `${code} ${state} ${detail}`);

const kinds = (at: string): readonly unknown[] => [
  expect.stringContaining(`SFH605 open In vnet-northwind-core, DNS server ${at} says that ${blob} doesn't exist`),
  expect.stringContaining(
    `SFH605 open In vnet-northwind-core, DNS server ${at} answers the public address 20.60.7.7 for ${vault}`,
  ),
  expect.stringContaining(
    `SFH605 open In vnet-northwind-core, DNS server ${at} answers 10.20.1.99, another address, for ${search}`,
  ),
  expect.stringContaining(
    `SFH611 open DNS server ${at} of vnet-northwind-core answers other names, but gave no answer for ${file}`,
  ),
];

async function diagnoseByCli(
  at: string,
  ...args: readonly string[]
): Promise<{ readonly report: Told; readonly err: string }> {
  const twin = await startTwin(withServers([at], {}, withShortNames()));
  onTestFinished(async () => {
    await twin.stop();
  });
  const { out, err } = await runCli(["diagnose", "--hub", twin.hub, "--output", "json", ...args], twin.env);
  return { report: reportSchema.parse(JSON.parse(out)), err };
}

describe("a dnsmasq with right, wrong, missing and silent answers", () => {
  test("in process: each is told as what it is", time, async () => {
    const { at } = await serve(everyKind());
    const nameServers = createNameServers({ timeoutMs: 900 });
    const report = await (await runOnTwin(withServers([at], {}, withShortNames()), { nameServers })).diagnose();
    expect(ofDns(report)).toEqual(kinds(at));
  });

  test("by the command line, the same", time, async () => {
    const { at } = await serve(everyKind());
    expect(ofDns((await diagnoseByCli(at)).report)).toEqual(kinds(at));
  });

  test("one that is right in all yields nothing", time, async () => {
    const { at } = await serve();
    expect(ofDns((await diagnoseByCli(at)).report)).toEqual([]);
  });
});

test("a server that can't be asked from here: its lines, run where it can, make it known", time, async () => {
  const silent = await startSilence();
  const { at, port } = silent;
  const { report } = await diagnoseByCli(at);
  expect(ofDns(report)).toEqual([expect.stringContaining(`SFH606 unknown DNS server ${at}`)]);
  const [toRun] = report.diagnosis?.toRun ?? [];
  expect(toRun?.where).toContain("vnet-northwind-core");
  await silent.stop();

  const server = await startDnsmasq(configured({ [vault]: `host-record=${vault},20.60.7.7` }), port);
  const printed = await Promise.all((toRun?.lines ?? []).map(typed));
  await server.stop();

  const answers = scratchFile("answers.txt", printed.join(""));
  const known = await diagnoseByCli(at, "--answers", answers);
  expect(ofDns(known.report)).toEqual([
    expect.stringMatching(new RegExp(`^SFH605 open .* 20\\.60\\.7\\.7 for ${vault} \\(.*answers\\.txt:\\d+\\)`)),
  ]);
  expect(known.report.diagnosis?.toRun).toEqual([]);
});

/** All that is printed, errors too, however it ends: a name that doesn't exist ends some of them with 1. */
function printedBy(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, { env: { ...env } }, (_, stdout, stderr) => {
      resolve(stdout + stderr);
    });
  });
}

/** A line as somebody types it, and what the terminal shows. */
async function typed(line: string): Promise<string> {
  const { file: program, env } = await debianProgram("nslookup");
  return `vm:~$ ${line}\n${await printedBy(program, line.split(" ").slice(1), env)}`;
}

describe("what the real programs print", () => {
  /** "name answer", of what is printed for each of those names. */
  async function read(print: (name: string) => Promise<string>): Promise<readonly string[]> {
    const printed = await Promise.all([vault, blob, search].map(print));
    const { answers, faults } = parseAnswers(printed.join("\n"), "a.txt");
    expect(faults).toEqual([]);
    return answers.map(({ server, name, answer }) =>
      [server, name, answer.is === "addresses" ? answer.addresses.join("+") : answer.is].join(" "),
    );
  }

  const output = async (name: "dig" | "nslookup" | "busybox", args: readonly string[]): Promise<string> => {
    const { file: program, env } = await debianProgram(name);
    return printedBy(program, args, env);
  };

  test.each(["dig", "nslookup", "busybox"] as const)("%s is read as it was answered", time, async (program) => {
    const alias = "kv-northwind-ai.privatelink.vaultcore.azure.net";
    const { at, port } = await serve({
      ...everyKind(),
      [vault]: `cname=${vault},${alias}\nhost-record=${alias},10.20.1.9,fd00::9`,
    });
    const told = await read((name) => {
      const args = {
        dig: ["@127.0.0.1", "-p", String(port), name],
        nslookup: [`-port=${port}`, name, "127.0.0.1"],
        busybox: ["nslookup", name, at],
      };
      return output(program, args[program]);
    });
    expect(told).toEqual([`${at} ${vault} 10.20.1.9`, `${at} ${blob} nxdomain`, `${at} ${search} 10.20.1.99`]);
  });
});
