import type { BrokenCase } from "./broken-case.ts";
import { selectedNetworkCases } from "./selected-networks.ts";
import { storageCases } from "./storage.ts";

/** Every case there is; a part of the diagnosis keeps its own in a file here. */
export const brokenCases: readonly BrokenCase[] = [...storageCases, ...selectedNetworkCases];
