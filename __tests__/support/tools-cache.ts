import { homedir } from "node:os";
import path from "node:path";

/** Where other programs are kept from run to run: SFH_TOOLS_CACHE, or a folder of the user's cache. Never in the checkout. */
export function toolsCacheOf(env: Readonly<Record<string, string | undefined>>): string {
  // An empty variable is as good as none.
  const { SFH_TOOLS_CACHE: own = "", XDG_CACHE_HOME: users = "" } = env;
  if (own !== "") return path.resolve(own);
  return path.join(users === "" ? path.join(homedir(), ".cache") : users, "secure-foundry-hub");
}
