import { join } from "node:path";
import type { Browser } from "../../snapshot/browser.ts";

/** Which machine to look at. */
export interface Machine {
  /** Node's word: "linux", "darwin", "win32". */
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** What system-wide paths are below: "/". */
  readonly root: string;
}

/** Where a browser keeps its settings on this machine. */
export interface Places {
  readonly name: Browser["name"];
  /** Folders of the user's: each may hold profiles. */
  readonly user: readonly string[];
  /** Chromium's: folders of JSON files. Firefox's: policies.json files. */
  readonly policies: readonly string[];
  /** Where policies stand that no plain file tells. */
  readonly hiddenPolicies: string | undefined;
}

interface ChromiumBrand {
  readonly name: Browser["name"];
  readonly linux: { readonly user: readonly string[]; readonly policies: readonly string[] };
  readonly mac: { readonly user: string; readonly domain: string };
  readonly windows: string;
}

const brands: readonly ChromiumBrand[] = [
  {
    name: "Google Chrome",
    linux: { user: [".config/google-chrome"], policies: ["etc/opt/chrome/policies/managed"] },
    mac: { user: "Google/Chrome", domain: "com.google.Chrome" },
    windows: "Google/Chrome/User Data",
  },
  {
    name: "Microsoft Edge",
    linux: { user: [".config/microsoft-edge"], policies: ["etc/opt/edge/policies/managed"] },
    mac: { user: "Microsoft Edge", domain: "com.microsoft.Edge" },
    windows: "Microsoft/Edge/User Data",
  },
  {
    name: "Chromium",
    linux: {
      user: [".config/chromium", "snap/chromium/common/chromium"],
      policies: ["etc/chromium/policies/managed", "etc/chromium-browser/policies/managed"],
    },
    mac: { user: "Chromium", domain: "org.chromium.Chromium" },
    windows: "Chromium/User Data",
  },
];

/** Chrome, Edge and Chromium, which keep the same files in different places. */
export function chromiumPlaces(machine: Machine): readonly Places[] {
  return brands.map((brand) => chromiumPlace(brand, machine));
}

function chromiumPlace({ name, linux, mac, windows }: ChromiumBrand, machine: Machine): Places {
  const { platform, env, home, root } = machine;
  if (platform === "win32") {
    const local = env.LOCALAPPDATA ?? join(home, "AppData/Local");
    return { name, user: [join(local, windows)], policies: [], hiddenPolicies: "the registry" };
  }
  if (platform === "darwin") {
    const hiddenPolicies = join(root, "Library/Managed Preferences", `${mac.domain}.plist`);
    return { name, user: [join(home, "Library/Application Support", mac.user)], policies: [], hiddenPolicies };
  }
  return {
    name,
    user: linux.user.map((folder) => join(home, folder)),
    policies: linux.policies.map((folder) => join(root, folder)),
    hiddenPolicies: undefined,
  };
}

const linuxInstallations = ["usr/lib/firefox", "usr/lib/firefox-esr", "usr/lib64/firefox", "opt/firefox"];
const linuxProfiles = [
  ".mozilla/firefox",
  ".config/mozilla/firefox",
  "snap/firefox/common/.mozilla/firefox",
  ".var/app/org.mozilla.firefox/.mozilla/firefox",
];
const distribution = "distribution/policies.json";

export function firefoxPlaces({ platform, env, home, root }: Machine): Places {
  const name = "Firefox";
  if (platform === "win32") {
    const [roaming, programs] = [env.APPDATA ?? join(home, "AppData/Roaming"), env.ProgramFiles ?? "C:/Program Files"];
    return {
      name,
      user: [join(roaming, "Mozilla/Firefox/Profiles")],
      policies: [join(programs, "Mozilla Firefox", distribution)],
      hiddenPolicies: "the registry",
    };
  }
  if (platform === "darwin") {
    return {
      name,
      user: [join(home, "Library/Application Support/Firefox/Profiles")],
      policies: [join(root, "Applications/Firefox.app/Contents/Resources", distribution)],
      hiddenPolicies: join(root, "Library/Managed Preferences/org.mozilla.firefox.plist"),
    };
  }
  return {
    name,
    user: linuxProfiles.map((folder) => join(home, folder)),
    policies: ["etc/firefox/policies/policies.json", ...linuxInstallations.map((at) => join(at, distribution))].map(
      (file) => join(root, file),
    ),
    hiddenPolicies: undefined,
  };
}
