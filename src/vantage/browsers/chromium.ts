import { join } from "node:path";
import type { Browser, OwnDns } from "../../snapshot/browser.ts";
import { localNetworkAccessOf, type Profile } from "./local-network-access.ts";
import type { Places } from "./places.ts";
import { fieldAt, isObject, listFolder, readJson, textAt, type JsonRead } from "./settings-file.ts";

/** What its managed policies say; where several files name one, the last by name. */
export interface Policies {
  readonly values: Readonly<Record<string, unknown>>;
  /** The folder they stand in. */
  readonly folder: string;
  readonly notRead: readonly string[];
}

/** A browser of Chromium's kind, where this machine has a profile or a policy of it. */
export async function readChromium({ name, user, policies: folders }: Places): Promise<Browser | undefined> {
  const policies = await readPolicies(folders);
  const profiles: Profile[] = [];
  const notRead = [...policies.notRead];
  let own: OwnDns | undefined;
  let isUsed = Object.keys(policies.values).length > 0 || notRead.length > 0;
  for (const folder of user) {
    const file = join(folder, "Local State");
    const state = await readJson(file);
    if (!state.isThere) continue;
    isUsed = true;
    own ??= ownDns(
      {
        mode: textAt(state.value, "dns_over_https", "mode"),
        templates: textAt(state.value, "dns_over_https", "templates"),
      },
      { setting: "dns_over_https.mode", file, by: "user" },
    );
    const found = await readProfiles(folder);
    profiles.push(...found.profiles);
    notRead.push(...state.notRead, ...found.notRead);
  }
  if (!isUsed) return undefined;
  return {
    name,
    dnsOverHttps: policyDns(policies) ?? own,
    localNetworkAccess: localNetworkAccessOf(policies, profiles),
    notRead,
  };
}

async function readPolicies(folders: readonly string[]): Promise<Policies> {
  const reads: { readonly folder: string; readonly read: JsonRead }[] = [];
  for (const folder of folders) {
    for (const file of await listFolder(folder)) {
      if (file.endsWith(".json")) reads.push({ folder, read: await readJson(join(folder, file)) });
    }
  }
  const objects = reads.flatMap(({ read }) => (isObject(read.value) ? [read.value] : []));
  return {
    values: Object.fromEntries(objects.flatMap((value) => Object.entries(value))),
    folder: reads[0]?.folder ?? folders[0] ?? "",
    notRead: reads.flatMap(({ read }) => read.notRead),
  };
}

/** With any managed policy and none for this, Chromium asks no server of its own, whatever the user chose. */
function policyDns({ values, folder, notRead }: Policies): OwnDns | undefined {
  const about = { setting: "DnsOverHttpsMode", file: folder, by: "policy" } as const;
  const told = ownDns(
    { mode: textAt(values, "DnsOverHttpsMode"), templates: textAt(values, "DnsOverHttpsTemplates") },
    about,
  );
  const isManaged = Object.keys(values).length > 0 && notRead.length === 0;
  return told ?? (isManaged ? { ...about, value: "off", except: [] } : undefined);
}

const modes: ReadonlyMap<string, OwnDns["value"]> = new Map([
  ["secure", "on"],
  ["automatic", "automatic"],
  ["off", "off"],
]);

/**
 * "secure" asks the servers of its templates only, and "automatic" those first where it has some; without, it asks the
 * machine's own server, encrypted where that can: no other than the network's.
 */
function ownDns(
  { mode, templates }: { readonly mode: string; readonly templates: string },
  about: Pick<OwnDns, "setting" | "file" | "by">,
): OwnDns | undefined {
  const value = mode === "automatic" && templates.trim() !== "" ? "on" : modes.get(mode);
  return value === undefined ? undefined : { ...about, value, except: [] };
}

async function readProfiles(
  folder: string,
): Promise<{ readonly profiles: readonly Profile[]; readonly notRead: readonly string[] }> {
  const names = (await listFolder(folder)).filter((name) => /^(Default|Profile \d+)$/.test(name));
  const profiles: Profile[] = [];
  const notRead: string[] = [];
  for (const name of names) {
    const file = join(folder, name, "Preferences");
    const read = await readJson(file);
    notRead.push(...read.notRead);
    profiles.push({ file, settings: fieldAt(read.value, "profile") });
  }
  return { profiles, notRead };
}
