import { dirname, join } from "node:path";
import type { Browser, OwnDns } from "../../snapshot/browser.ts";
import type { Places } from "./places.ts";
import { fieldAt, listFolder, readJson, readSettings, textsAt } from "./settings-file.ts";

/** What one source tells, and whether Firefox is there by it. */
interface Told {
  readonly dns: OwnDns | undefined;
  readonly isThere: boolean;
  readonly isLocked: boolean;
  readonly notRead: readonly string[];
}

const nothing: Told = { dns: undefined, isThere: false, isLocked: false, notRead: [] };

/**
 * Firefox, where this machine has a profile or a policy of it. Answers to its question about the local network stand in a
 * database of each profile's, which is not read.
 */
export async function readFirefox({ name, user, policies }: Places): Promise<Browser | undefined> {
  const told: Told[] = [];
  for (const file of policies) told.push(await readPolicy(file));
  const profiles: Told[] = [];
  for (const folder of user) profiles.push(...(await readProfiles(folder)));
  const all = [...told, ...profiles];
  if (!all.some(({ isThere }) => isThere)) return undefined;
  const policy = told.find(({ dns }) => dns !== undefined) ?? nothing;
  const own = profiles.flatMap(({ dns }) => dns ?? []);
  // One profile that asks elsewhere is enough: whoever uses it sees a studio that doesn't work.
  const chosen = own.find(({ value }) => value === "on") ?? own[0];
  return {
    name,
    dnsOverHttps: policy.isLocked ? policy.dns : (chosen ?? policy.dns),
    localNetworkAccess: [],
    notRead: all.flatMap(({ notRead }) => notRead),
  };
}

/** Without "Locked" a policy is only the default: a profile's own setting counts before it. */
async function readPolicy(file: string): Promise<Told> {
  const { value, isThere, notRead } = await readJson(file);
  const policy = fieldAt(value, "policies", "DNSOverHTTPS");
  const isEnabled = fieldAt(policy, "Enabled");
  if (typeof isEnabled !== "boolean") return { ...nothing, isThere, notRead };
  return {
    dns: {
      value: isEnabled ? "on" : "off",
      setting: "DNSOverHTTPS",
      file,
      by: "policy",
      except: textsAt(policy, "ExcludedDomains").map((domain) => domain.toLowerCase()),
    },
    isThere,
    isLocked: fieldAt(policy, "Locked") === true,
    notRead,
  };
}

async function readProfiles(folder: string): Promise<readonly Told[]> {
  const found: Told[] = [];
  for (const name of await listFolder(folder)) found.push(await readProfile(join(folder, name, "prefs.js")));
  return found;
}

/** user.js, which people keep by hand, is laid over prefs.js at every start. */
async function readProfile(file: string): Promise<Told> {
  const [prefs, own] = [await readSettings(file), await readSettings(join(dirname(file), "user.js"))];
  if (prefs.is === "absent") return nothing;
  const text = [prefs, own].map((read) => (read.is === "read" ? read.text : "")).join("\n");
  const value = modes[lastOf(text, /^\s*user_pref\("network\.trr\.mode",\s*(\d+)\s*\)/gm) ?? ""];
  const except = lastOf(text, /^\s*user_pref\("network\.trr\.excluded-domains",\s*"([^"]*)"\s*\)/gm) ?? "";
  return {
    dns:
      value === undefined
        ? undefined
        : { value, setting: "network.trr.mode", file, by: "user", except: domainsIn(except) },
    isThere: true,
    isLocked: false,
    notRead: [prefs, own].flatMap((read) => (read.is === "unread" ? [read.why] : [])),
  };
}

/** 2 asks its own server first, 3 only; 5 is off by choice. 0 is the default, which differs by country. */
const modes: Readonly<Record<string, OwnDns["value"]>> = { "2": "on", "3": "on", "5": "off" };

function lastOf(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(pattern)].at(-1)?.[1];
}

function domainsIn(list: string): readonly string[] {
  return list
    .toLowerCase()
    .split(",")
    .map((domain) => domain.trim())
    .filter((domain) => domain !== "");
}
