import type { BrokenCase } from "./broken-case.ts";
import { customDnsCases } from "./custom-dns.ts";

/** Every case there is; a part of the diagnosis keeps its own in a file here. */
export const brokenCases: readonly BrokenCase[] = [...customDnsCases];
