/** A setting of a browser on this machine that decides whether the studio works, and where it was read. */
export interface BrowserSetting<T> {
  readonly value: T;
  /** As it is called there: "DnsOverHttpsMode", "network.trr.mode". */
  readonly setting: string;
  /** The file or folder it stands in. */
  readonly file: string;
  /** Set by whoever manages the machine, or by the user. */
  readonly by: "policy" | "user";
}

/** Whether a page may talk to private addresses (local network access), where a policy or the user decided it. */
export interface PageAccess extends BrowserSetting<"allowed" | "blocked"> {
  /** One of the studio's, of any cloud: "https://ai.azure.com". */
  readonly page: string;
}

/** Whether a browser asks servers of its own for names. "automatic" asks the machine's own server, encrypted where it can. */
export interface OwnDns extends BrowserSetting<"off" | "automatic" | "on"> {
  /** Domains that it leaves out, with everything below them; lower case. */
  readonly except: readonly string[];
}

/** A browser that somebody on this machine uses, or manages. */
export interface Browser {
  readonly name: "Firefox" | "Microsoft Edge" | "Google Chrome" | "Chromium";
  /** Undefined where no file tells: the browser's default then. */
  readonly dnsOverHttps: OwnDns | undefined;
  /** Pages that nobody decided on are left out: the browser asks. */
  readonly localNetworkAccess: readonly PageAccess[];
  /** What of it could not be read, and why: nothing there is taken for good. */
  readonly notRead: readonly string[];
}
