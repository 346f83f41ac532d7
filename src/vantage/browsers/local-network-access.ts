import type { PageAccess } from "../../snapshot/browser.ts";
import { studioPages } from "../../snapshot/studio-pages.ts";
import { fieldAt, isObject, textsAt } from "./settings-file.ts";
import { coversPage } from "./url-pattern.ts";

/** A profile's Preferences. */
export interface Profile {
  readonly file: string;
  /** What stands under "profile" there. */
  readonly settings: unknown;
}

/** In the order in which they count (chromeenterprise.google/policies); those of loopback addresses are none of ours. */
const policyLists = [
  ["LocalNetworkBlockedForUrls", "blocked"],
  ["LocalNetworkAllowedForUrls", "allowed"],
  ["LocalNetworkAccessBlockedForUrls", "blocked"],
  ["LocalNetworkAccessAllowedForUrls", "allowed"],
] as const;

/** The permission's name in a profile: the newer one, which Chromium has split off, counts where both are there. */
const permissions = ["local_network", "local_network_access"] as const;

/** Which pages of the studio may talk to private addresses, and which may not: of those that somebody decided on. */
export function localNetworkAccessOf(
  policies: { readonly values: unknown; readonly folder: string },
  profiles: readonly Profile[],
): readonly PageAccess[] {
  return Object.values(studioPages)
    .flat()
    .flatMap((page) => byPolicy(policies, page) ?? byUsers(profiles, page) ?? []);
}

function byPolicy(
  { values, folder }: { readonly values: unknown; readonly folder: string },
  page: string,
): PageAccess | undefined {
  const about = { page, file: folder, by: "policy" } as const;
  // With the opt-out nothing is checked at all; what the lists count for then isn't confirmed.
  const optOut = "LocalNetworkAccessRestrictionsTemporaryOptOut";
  if (fieldAt(values, optOut) === true) return { ...about, setting: optOut, value: "allowed" };
  const found = policyLists.find(([list]) => textsAt(values, list).some((pattern) => coversPage(pattern, page)));
  return found === undefined ? undefined : { ...about, setting: found[0], value: found[1] };
}

/** One profile that is kept from it is enough: whoever uses it sees a studio that doesn't work. */
function byUsers(profiles: readonly Profile[], page: string): PageAccess | undefined {
  const told = profiles.flatMap((profile) => byUser(profile, page) ?? []);
  return told.find(({ value }) => value === "blocked") ?? told[0];
}

function byUser({ file, settings }: Profile, page: string): PageAccess | undefined {
  for (const permission of permissions) {
    const value = exceptionFor(settings, permission, page) ?? defaultOf(settings, permission);
    if (value !== undefined) return { page, file, by: "user", setting: permission, value };
  }
  return undefined;
}

function exceptionFor(settings: unknown, permission: string, page: string): PageAccess["value"] | undefined {
  const exceptions = fieldAt(settings, "content_settings", "exceptions", permission);
  if (!isObject(exceptions)) return undefined;
  // "https://ai.azure.com:443,*": the page, and where it is embedded.
  const key = Object.keys(exceptions).find((pattern) => coversPage(pattern.split(",")[0] ?? "", page));
  return key === undefined ? undefined : settingOf(fieldAt(exceptions, key, "setting"));
}

function defaultOf(settings: unknown, permission: string): PageAccess["value"] | undefined {
  return settingOf(fieldAt(settings, "default_content_setting_values", permission));
}

/** Chromium's numbers: 1 allow, 2 block, 3 ask. */
function settingOf(setting: unknown): PageAccess["value"] | undefined {
  return setting === 1 ? "allowed" : setting === 2 ? "blocked" : undefined;
}
