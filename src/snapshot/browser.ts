/** A setting of a browser on this machine that decides whether the studio works, and where it was read. */
export interface BrowserSetting<T> {
  readonly value: T;
  /** The file it stands in. */
  readonly file: string;
  /** Set by whoever manages the machine, or by the user. */
  readonly by: "policy" | "user";
}

/** A browser that somebody on this machine uses. What could not be read is left out: nothing is taken for good. */
export interface Browser {
  readonly name: "Firefox" | "Microsoft Edge" | "Google Chrome" | "Chromium";
  /** Undefined where no file tells; the browser's default then. */
  readonly dnsOverHttps: BrowserSetting<"off" | "automatic" | "on"> | undefined;
  /** Whether pages from public sites may talk to private addresses (local network access). Undefined: the browser asks. */
  readonly localNetworkAccess: BrowserSetting<"allowed" | "blocked"> | undefined;
}
